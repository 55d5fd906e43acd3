"""The Chalice application: registers the blueprints and nothing else."""

from chalicelib.entry import deliver, notify, public_api, public_web, receipts, staff_api, staff_web, sweep, webhooks
from chalicelib.entry.rim import Kopru

app = Kopru(app_name="kopru")
for room in (public_api, public_web, staff_api, staff_web, webhooks, notify, deliver, receipts, sweep):
    app.register_blueprint(room.bp)
