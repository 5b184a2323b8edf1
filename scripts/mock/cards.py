# Parcelpost: a mail-first notification gateway for parcels.
# SPDX-License-Identifier: Apache-2.0
"""Alimtalk, SMS and push of one event, sent as the providers' clients send them."""

import base64
import datetime
import json
import subprocess
import tempfile
import urllib.parse

from harness import call

TRACKING = "6865-3012-9012"
EVENT = "order-20261122-0031"
PHONE = "01012345678"
SMS_TEXT = "[달빛상점] 오늘 안에 도착해요. 운송장 6865-3012-9012"
SMS_BYTES = len(SMS_TEXT.encode("euc-kr"))


def event(headers=None):
    return {"X-Parcelpost-Event": EVENT, **(headers or {})}


def alimtalk(url):
    """NHN Cloud alimtalk v2.3, with the template that is there from the start."""
    status, answer = call(
        "POST", f"{url}/alimtalk/v2.3/appkeys/mock-appkey/messages", {
            "senderKey": "a" * 40, "templateCode": "DELIVERY_OUT",
            "recipientList": [{"recipientNo": PHONE, "templateParameter": {
                "쇼핑몰명": "달빛상점", "고객명": "홍길동", "상품명": "달빛 머그컵 외 1건", "택배사": "CJ대한통운", "운송장번호": TRACKING,
                "배송조회링크": "https://dalbit.example/t/686530129012"}}],
        }, event({"X-Secret-Key": "mock-secret"}))
    return status == 200 and answer.get("header", {}).get("isSuccessful") is True, answer


def sms(url):
    """NHN Cloud SMS v3.0."""
    status, answer = call(
        "POST", f"{url}/sms/v3.0/appKeys/mock-appkey/sender/sms", {
            "body": SMS_TEXT, "sendNo": "0212345678", "recipientList": [{"recipientNo": PHONE}],
        }, event({"X-Secret-Key": "mock-secret"}))
    return status == 200 and answer.get("header", {}).get("isSuccessful") is True, answer


def base64url(data):
    return base64.urlsafe_b64encode(data if isinstance(data, bytes) else json.dumps(data).encode()).rstrip(b"=")


def access_token(url):
    """A token of the mock's own token endpoint, for its own service account (RFC 7523)."""
    account = call("GET", f"{url}/api/fcm/service-account.json")[1]
    # By the mock's clock, which may have been moved.
    now = int(datetime.datetime.fromisoformat(call("GET", f"{url}/api/clock")[1]["now"].replace("Z", "+00:00")).timestamp())
    words = base64url({"alg": "RS256", "typ": "JWT", "kid": account["private_key_id"]}) + b"." + base64url({
        "iss": account["client_email"], "scope": "https://www.googleapis.com/auth/firebase.messaging",
        "aud": account["token_uri"], "iat": now, "exp": now + 3600})
    with tempfile.NamedTemporaryFile("w", suffix=".pem") as key:
        key.write(account["private_key"])
        key.flush()
        signed = subprocess.run(["openssl", "dgst", "-sha256", "-sign", key.name], input=words, capture_output=True, check=True)
    form = urllib.parse.urlencode({
        "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": (words + b"." + base64url(signed.stdout)).decode()})
    status, answer = call("POST", f"{url}/token", form.encode(), {"Content-Type": "application/x-www-form-urlencoded"})
    if status != 200:
        raise RuntimeError(f"no access token: {answer}")
    return account["project_id"], answer["access_token"]


def push(url):
    """FCM v1."""
    project, token = access_token(url)
    status, answer = call(
        "POST", f"{url}/v1/projects/{project}/messages:send", {"message": {
            "token": "dalbit-phone:" + "t" * 140,
            "notification": {"title": "오늘 안에 도착해요", "body": f"달빛 머그컵이 배송을 출발했어요. 운송장 {TRACKING}"},
            "data": {"parcel": "686530129012"}}}, event({"Authorization": f"Bearer {token}"}))
    return status == 200, answer


def send_all(url):
    """One of each; answers the channels that took it, and raises for one that refused."""
    taken = []
    for channel, work in (("alimtalk", alimtalk), ("sms", sms), ("push", push)):
        done, answer = work(url)
        if not done:
            raise RuntimeError(f"{channel} was refused: {answer}")
        taken.append(channel)
    return taken
