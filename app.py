"""The Chalice application: registers the blueprints and nothing else."""

from chalicelib.entry import (
    deliver,
    listen,
    notify,
    public_api,
    public_web,
    receipts,
    staff_api,
    staff_web,
    sweep,
    webhooks,
    webhooks_chat,
)
from chalicelib.entry.rim import Kopru

app = Kopru(app_name="kopru")
for room in (
    *(public_api, public_web, staff_api, staff_web, webhooks, webhooks_chat),
    *(notify, deliver, receipts, listen, sweep),
):
    app.register_blueprint(room.bp)
