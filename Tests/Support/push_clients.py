# Parcelpost: a mail-first notification gateway for parcels.
# SPDX-License-Identifier: Apache-2.0
"""Sends through the push mocks with the libraries that people use; writes what they saw as JSON.

    push_clients.py google-auth http://127.0.0.1:8026
    push_clients.py firebase-admin http://127.0.0.1:8026
    push_clients.py pywebpush http://127.0.0.1:8026
    push_clients.py apns https://localhost:8027 ca.pem
"""

import json
import sys
import time

import requests


def google_auth(base):
    """Fetches an access token with google-auth and sends with its AuthorizedSession."""
    from google.auth.transport.requests import AuthorizedSession
    from google.oauth2 import service_account

    account = requests.get(base + "/api/fcm/service-account.json", timeout=10).json()
    credentials = service_account.Credentials.from_service_account_info(
        account, scopes=["https://www.googleapis.com/auth/firebase.messaging"])
    session = AuthorizedSession(credentials)
    url = f"{base}/v1/projects/{account['project_id']}/messages:send"
    sent = session.post(url, json={"message": {"token": "device-1", "notification": {"title": "배송 출발"}}})
    gone = session.post(url, json={"message": {"token": "device-UNREGISTERED", "data": {"parcel": "1"}}})
    return {"sent": sent.status_code, "name": sent.json().get("name"), "gone": gone.status_code,
            "code": gone.json()["error"]["details"][0]["errorCode"]}


def firebase_admin(base):
    """Sends with firebase-admin, whose address of FCM is a constant that has to be replaced."""
    import firebase_admin as admin
    from firebase_admin import credentials, exceptions, messaging

    messaging._MessagingService.FCM_URL = base + "/v1/projects/{0}/messages:send"
    account = requests.get(base + "/api/fcm/service-account.json", timeout=10).json()
    app = admin.initialize_app(credentials.Certificate(account))

    def outcome(**fields):
        dry = fields.pop("dry_run", False)
        try:
            return messaging.send(messaging.Message(**fields), dry_run=dry, app=app)
        except exceptions.FirebaseError as error:
            return type(error).__name__ + " " + error.code

    note = messaging.Notification(title="배송 출발", body="오늘 도착합니다", image="https://shop.example/box.png")
    rich = outcome(
        token="device-2", notification=note, data={"parcel": "123456789012", "url": "https://shop.example/t/1"},
        android=messaging.AndroidConfig(
            collapse_key="parcel", priority="high", ttl=3600, restricted_package_name="example.shop",
            notification=messaging.AndroidNotification(channel_id="parcels", color="#ff0000")),
        apns=messaging.APNSConfig(
            headers={"apns-priority": "10"},
            payload=messaging.APNSPayload(aps=messaging.Aps(badge=3, sound="default"))),
        webpush=messaging.WebpushConfig(
            fcm_options=messaging.WebpushFCMOptions(link="https://shop.example/parcel")))
    each = messaging.send_each(
        [messaging.Message(token="device-3", notification=note),
         messaging.Message(token="device-4-SENDER_ID_MISMATCH", notification=note)], app=app)
    return {
        "rich": rich,
        "topic": outcome(topic="parcels", notification=note),
        "condition": outcome(condition="'a' in topics && 'b' in topics", data={"a": "b"}),
        "dry": outcome(token="device-5", notification=note, dry_run=True),
        "gone": outcome(token="device-UNREGISTERED", notification=note),
        "sender": outcome(token="device-SENDER_ID_MISMATCH", notification=note),
        "invalid": outcome(token="device-INVALID_ARGUMENT", notification=note),
        "auth": outcome(token="device-THIRD_PARTY_AUTH_ERROR", notification=note),
        "large": outcome(token="device-6", data={"a": "x" * 4096}),
        "each": [each.success_count, each.failure_count],
    }


def pywebpush(base):
    """Subscribes at the mock and sends with pywebpush."""
    from py_vapid import Vapid
    from pywebpush import WebPushException, webpush

    vapid = Vapid()
    vapid.generate_keys()

    def subscribe(**fields):
        return requests.post(base + "/api/webpush/subscriptions", json=fields, timeout=10).json()

    def push(subscription, text, **options):
        headers = options.pop("headers", {})
        try:
            return webpush(
                {"endpoint": subscription["endpoint"], "keys": subscription["keys"]}, text, vapid_private_key=vapid,
                vapid_claims=options.pop("claims", {"sub": "mailto:push@shop.example"}), headers=headers,
                ttl=60, **options).status_code
        except WebPushException as error:
            return error.response.status_code

    first, second = subscribe(), subscribe()
    text = json.dumps({"title": "배송 출발", "body": "오늘 도착합니다", "data": {"url": "https://shop.example/t/1"}})
    result = {
        "sent": push(first, text, headers={"Urgency": "high", "Topic": "parcel-1"}),
        "wrong_keys": push({"endpoint": first["endpoint"], "keys": second["keys"]}, text),
        "other_origin": push(first, text, claims={"sub": "mailto:a@shop.example", "aud": "https://other.example"}),
        "two_days": push(first, text, claims={"sub": "mailto:a@shop.example", "exp": int(time.time()) + 172800}),
        "answers_429": push(subscribe(answer=429), text),
        "large": push(first, "x" * 4000),
    }
    requests.delete(base + "/api/webpush/subscriptions/" + first["id"], timeout=10)
    result["gone"] = push(first, text)
    result["unknown"] = push({"endpoint": base + "/push/nobody", "keys": first["keys"]}, text)
    return result


def apns(base, ca):
    """Sends with httpx over HTTP/2 and a token that PyJWT signs."""
    import httpx
    import jwt

    with httpx.Client(http2=True, verify=ca, base_url=base, timeout=30) as client:
        key = client.get("/api/apns/key.json").json()
        token = jwt.encode(
            {"iss": key["teamId"], "iat": int(time.time())}, key["key"], algorithm="ES256",
            headers={"kid": key["keyId"]})
        answers = []
        for device in ["a" * 64, "b" * 56 + "dead0410"]:
            answer = client.post(
                "/3/device/" + device,
                headers={"authorization": "bearer " + token, "apns-topic": "example.shop", "apns-push-type": "alert",
                         "apns-priority": "10", "apns-expiration": "0", "apns-collapse-id": "parcel-1"},
                json={"aps": {"alert": {"title": "배송 출발", "body": "오늘 도착합니다"}, "badge": 1},
                      "url": "https://shop.example/t/1"})
            answers.append({"status": answer.status_code, "version": answer.http_version,
                            "id": answer.headers.get("apns-id"), "body": answer.text})
        return {"answers": answers}


if __name__ == "__main__":
    clients = {"google-auth": google_auth, "firebase-admin": firebase_admin, "pywebpush": pywebpush, "apns": apns}
    print(json.dumps(clients[sys.argv[1]](*sys.argv[2:])))
