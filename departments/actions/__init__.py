"""What administrators do (管理): each verb checks, writes, and leaves a ChangeRecord."""
