"""`manage.py render_again 账号 --reason 理由 文书号…`: faulty copies anew, the old ones kept."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date

from django.core.management.base import BaseCommand, CommandError

from departments.models import Officer
from web.refusals import NotYours
from workflow.issuing.tasks import render_again
from workflow.models import Paper


class Command(BaseCommand):
    help = "把版式有误（例如缺字、空框）的文书重新生成一版，旧版留存，全程记录"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("account", metavar="账号", help="系统管理员")
        parser.add_argument("papers", metavar="文书", type=int, nargs="*", help="文书的数据库编号")
        parser.add_argument("--since", metavar="年-月-日", type=date.fromisoformat)
        parser.add_argument("--until", metavar="年-月-日", type=date.fromisoformat)
        parser.add_argument("--reason", metavar="理由", required=True)

    def handle(
        self,
        *,
        account: str,
        papers: list[int],
        since: date | None,
        until: date | None,
        reason: str,
        **options: object,
    ) -> None:
        by = Officer.objects.filter(username=account, is_active=True).first()
        if by is None:
            raise CommandError(f"没有可用的账号 {account}。")
        if not papers and not (since and until):
            raise CommandError("请写明文书编号，或用 --since 和 --until 写明生成的起止日期。")
        drawn_between = {"copies__rendered_at__date__range": (since, until)}
        wanted = {"pk__in": papers} if papers else drawn_between
        found = list(Paper.objects.filter(**wanted).distinct().order_by("pk"))
        if missing := set(papers) - {paper.pk for paper in found}:
            raise CommandError(f"没有这些文书：{'、'.join(map(str, sorted(missing)))}。")
        try:
            for paper in found:
                edition = render_again(paper, by=by, reason=reason)
                self.stdout.write(f"{paper.pk} {paper.label} {paper.number}：第{edition}版")
        except NotYours as refusal:
            raise CommandError(refusal.sentence) from None
