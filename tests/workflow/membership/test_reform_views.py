"""Pages of 机构改革: registered by one, carried out by another, read by the task force."""

from __future__ import annotations

import pytest
from django.urls import reverse

from departments.models import ChangeRecord, Reform, Term
from departments.roles import Role
from tests import factories as f
from tests.workflow.membership.reforming import merged, now, registered
from tests.workflow.signing_in import signed_in

pytestmark = pytest.mark.django_db


def typed(**more: object) -> dict[str, object]:
    day = f.today()
    return {"kind": "merge", "target": "RS", "document": "乌编发〔2026〕3号", "decided_on": day,
            "effective_on": day, "reason": "机构改革方案"} | more  # fmt: skip


def browser(role: str, code: str = "ZB"):  # type: ignore[no-untyped-def]  # a test client
    return signed_in(f.an_officer(role, code))


def words(answer) -> str:  # type: ignore[no-untyped-def]  # as above
    return answer.content.decode()


def test_from_the_page_of_the_unit_to_the_carrying_out() -> None:
    f.handled(code="YB")
    clerk = f.an_officer(Role.CLERK, "YB")
    admin, keeper = browser(Role.SYSADMIN), browser(Role.SECADMIN)
    address = reverse("reform_new", args=["YB"])
    assert address in words(admin.get(reverse("department", args=["YB"])))
    assert keeper.get(address).status_code == 403
    assert admin.post(address, typed()).status_code == 302
    row = Reform.objects.get()
    shown = words(keeper.get(row.get_absolute_url()))
    assert "区医保局并入区人社局" in shown
    assert "1 件" in shown
    carry = reverse("reform_carry_out", args=[row.pk])
    assert carry in shown
    assert carry not in words(admin.get(row.get_absolute_url()))
    asked = words(keeper.get(carry))
    assert f"{clerk.name}（" in asked
    assert "不安排，免去原岗位" in asked
    term = clerk.terms.get()
    seat = now("RS").posts.filter(role=Role.CLERK)[0]
    others = Term.objects.filter(post__department=now("YB"))
    filled: dict[str, object] = {f"term{each.pk}": "none" for each in others}
    filled |= {f"term{term.pk}": seat.pk, "note": "已与两单位核对"}
    assert keeper.post(carry, filled).status_code == 302
    done = ChangeRecord.objects.get(verb="落实机构改革")
    assert done.reason == "乌编发〔2026〕3号；已与两单位核对"
    row.refresh_from_db()
    assert (row.state, row.cases) == ("done", 1)
    assert "已转办" in words(browser(Role.LEADER).get(row.get_absolute_url()))
    unit = words(admin.get(reverse("department", args=["YB"])))
    assert "已并入" in unit
    assert reverse("reform_new", args=["YB"]) not in unit
    assert "区医保局并入区人社局" in words(admin.get(reverse("department", args=["RS"])))


def test_what_was_typed_wrongly_is_said_and_kept() -> None:
    admin = browser(Role.SYSADMIN)
    address = reverse("reform_new", args=["YB"])
    answer = words(admin.post(address, typed(insurance_types=["medical"])))
    assert "整体并入的全部转办" in answer
    assert "乌编发〔2026〕3号" in answer
    assert "接不了原单位的事项" in words(admin.post(address, typed(target="CZ")))
    early = typed(decided_on=f.today(), effective_on="2025-12-20", insurance_types=["medical"])
    answer = words(admin.post(address, early))
    assert "生效日期不能早于决定日期" in answer
    assert "整体并入的全部转办" in answer  # every mistake at once
    assert not Reform.objects.exists()


def test_a_merger_takes_no_post_that_nobody_chose_to_take() -> None:
    head = f.an_officer(Role.HEAD, "YB").terms.get()
    f.an_officer(Role.CLERK, "RS")
    row, keeper = registered(), browser(Role.SECADMIN)
    carry = reverse("reform_carry_out", args=[row.pk])
    assert '<option value="" selected>请选择</option>' in words(keeper.get(carry))
    assert "请选择岗位" in words(keeper.post(carry, {f"term{head.pk}": "", "note": "照办"}))
    row.refresh_from_db()
    assert row.is_under_way
    assert keeper.post(carry, {f"term{head.pk}": "none"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "done"


def test_a_number_is_typed_as_everywhere_and_told_when_it_is_none_of_the_unit_s() -> None:
    case, archived = f.handled(code="YB"), f.archived(code="YB")
    other = [f.handled(code="SW") for _ in range(3)][-1]
    address, admin = reverse("reform_new", args=["YB"]), browser(Role.SYSADMIN)
    wrong = f"{case.number}\n{archived.number}\n{other.number}\nSW-3\nYB-99\n无此件{'长' * 40}"
    answer = words(admin.post(address, typed(kind="part", numbers=wrong)))
    strange = f"{archived.number}、{other.number}、SW-3、YB-99、无此件{'长' * 40}"
    assert f"本单位没有这些在办事项：{strange}。" in answer
    assert not Reform.objects.exists()
    said = f"{int(str(case)[-6:])}\nYB-{int(str(case)[-6:])}"
    assert admin.post(address, typed(kind="part", numbers=said)).status_code == 302
    assert Reform.objects.get().numbers == [case.number]


def test_a_part_is_described_by_kind_and_number() -> None:
    case = f.handled(code="YB", insurance_types=["medical"])
    admin = browser(Role.SYSADMIN)
    part = typed(kind="part", insurance_types=["medical"], numbers=f"{case.number}\n")
    assert admin.post(reverse("reform_new", args=["YB"]), part).status_code == 302
    shown = words(admin.get(Reform.objects.get().get_absolute_url()))
    assert "职工医疗" in shown
    assert str(case.number) in shown


def test_it_is_cancelled_with_a_reason() -> None:
    admin = browser(Role.SYSADMIN)
    admin.post(reverse("reform_new", args=["YB"]), typed())
    row = Reform.objects.get()
    cancel = reverse("reform_cancel", args=[row.pk])
    assert "请填写" in words(admin.post(cancel, {"reason": ""}))
    assert admin.post(cancel, {"reason": "方案有变"}).status_code == 302
    assert "方案有变" in words(admin.get(row.get_absolute_url()))


def test_whoever_has_no_part_in_it_reads_no_page_of_it() -> None:
    row = merged()
    clerk = browser(Role.CLERK, "SW")
    assert clerk.get(reverse("reforms")).status_code == 403
    assert clerk.get(row.get_absolute_url()).status_code == 403
    listed = words(browser(Role.OFFICE).get(reverse("reforms")))
    assert "区医保局并入区人社局" in listed


def test_lists_and_figures_show_the_heir_with_its_predecessors() -> None:
    one, done = f.handled(code="YB"), f.archived(code="YB")
    f.an_officer(Role.HEAD, "RS")
    merged()
    office = browser(Role.OFFICE)
    listed = words(office.get(reverse("disputes"), {"lead": "RS"}))
    assert str(one.number) in listed
    assert str(done.number) in listed
    figures = words(office.get(reverse("statistics")))
    assert "区人社局（含并入的医保局）" in figures
    programs = {row["code"]: row for row in office.get("/api/v1/departments/").json()}
    assert programs["RS"]["took_over"] == ["YB"]
    assert "YB" not in programs
