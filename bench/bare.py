"""What our turn is compared with: Flask views that keep nothing and look up nothing."""

from flask import Flask, Response, abort, request
from twilio.request_validator import RequestValidator

from bench.webhooks import TOKEN

# as long as the main menu of the real line
TWIML = (
    '<?xml version="1.0" encoding="UTF-8"?><Response><Gather action="/voice/1" method="POST" numDigits="1" '
    'input="dtmf speech" language="ro-RO" timeout="7" speechTimeout="2" actionOnEmptyResult="true" '
    'finishOnKey=""><Say language="ro-RO" voice="Google.ro-RO-Wavenet-B">Bună ziua.'
    + '<break time="600ms" />Pentru stadiul unei petiții, apăsați tasta unu.' * 6
    + '</Say></Gather><Redirect method="POST">/voice/1</Redirect></Response>'
)

app = Flask(__name__)
validator = RequestValidator(TOKEN)


@app.post("/bare")
def bare() -> Response:
    """The least that Flask can do."""
    return Response(TWIML, mimetype="text/xml")


@app.post("/validated")
def validated() -> Response:
    """The same behind the signature check of Twilio's own library."""
    if not validator.validate(request.url, request.form, request.headers.get("X-Twilio-Signature", "")):
        abort(403)
    return Response(TWIML, mimetype="text/xml")
