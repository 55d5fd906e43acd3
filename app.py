"""The Chalice application: registers the blueprints and what browsers ask before a call, nothing else."""

from chalicelib.entry import (
    app_api,
    app_shell,
    deliver,
    examine,
    files_api,
    files_web,
    listen,
    near_api,
    notify,
    open311,
    open311_post,
    public_api,
    public_web,
    receipts,
    staff_api,
    staff_web,
    sweep,
    webhooks,
    webhooks_chat,
)
from chalicelib.entry.cors import answer_preflights
from chalicelib.entry.rim import Kopru

app = Kopru(app_name="kopru")
for room in (
    *(public_api, app_api, files_api, near_api, public_web, files_web, app_shell),
    *(open311, open311_post, staff_api, staff_web, webhooks, webhooks_chat),
    *(notify, deliver, receipts, listen, examine, sweep),
):
    app.register_blueprint(room.bp)
answer_preflights(app)
