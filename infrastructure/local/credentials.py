"""The providers' credentials on this machine, as the product's secret holds them; all of them are in docs/local.md."""

NETGSM = ("local", "local")
NETGSM_WEBHOOK = "local-netgsm-key"
GRAPH_TOKEN = "local-graph-token"  # noqa: S105 - of the stand-in
META_SECRET = "local-meta-secret"  # noqa: S105 - as above
VERIFY_TOKEN = "local-verify-token"  # noqa: S105 - as above
SMTP = ("local", "local")

SECRET = {
    "netgsm": {"username": NETGSM[0], "password": NETGSM[1], "webhook": NETGSM_WEBHOOK},
    "whatsapp": {"token": GRAPH_TOKEN, "app_secret": META_SECRET, "verify_token": VERIFY_TOKEN},
    "smtp": {"username": SMTP[0], "password": SMTP[1]},
}
