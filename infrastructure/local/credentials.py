"""The providers' credentials on this machine, as the product's secret holds them; all of them are in docs/local.md."""

NETGSM = ("local", "local")
NETGSM_WEBHOOK = "local-netgsm-key"
GRAPH_TOKEN = "local-graph-token"  # noqa: S105 - of the stand-in
META_SECRET = "local-meta-secret"  # noqa: S105 - as above
VERIFY_TOKEN = "local-verify-token"  # noqa: S105 - as above
TELEGRAM_TOKEN = "local-telegram-token"  # noqa: S105 - as above
TELEGRAM_SECRET = "local-telegram-secret"  # noqa: S105 - as above
X_SECRET = "local-x-secret"  # noqa: S105 - as above
SMTP = ("local", "local")
AWS_ACCESS = "000000000000"
AWS_SECRET = "local-aws-secret"  # noqa: S105 - as above

SECRET = {
    "netgsm": {"username": NETGSM[0], "password": NETGSM[1], "webhook": NETGSM_WEBHOOK},
    "whatsapp": {"token": GRAPH_TOKEN, "app_secret": META_SECRET, "verify_token": VERIFY_TOKEN},
    "meta": {"token": GRAPH_TOKEN, "app_secret": META_SECRET, "verify_token": VERIFY_TOKEN},
    "telegram": {"token": TELEGRAM_TOKEN, "webhook": TELEGRAM_SECRET},
    "x": {"consumer_secret": X_SECRET},
    "smtp": {"username": SMTP[0], "password": SMTP[1]},
}
