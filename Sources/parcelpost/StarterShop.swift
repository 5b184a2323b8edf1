// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// The files of a new shop.
enum StarterShop {
    /// `parcelpost.yaml`: it works with `parcelpost mock` as it is.
    static let settings = """
        # The settings of one Parcelpost. Every key is in docs/configuration.md; `parcelpost check` finds what is wrong.
        # ${NAME} is read from the environment, or from the .env file beside this one.

        server:
          listen: 127.0.0.1:8080
          publicURL: http://127.0.0.1:8080    # where customers reach this gateway: links in letters start with it
          environment: development            # production refuses everything lax

        store: sqlite:./data/parcelpost.db

        webhooks:
          deliveryapi:
            secrets: ["${WEBHOOK_SECRET}"]    # two while one is rotated
            schemes: [deliveryapi]            # also: standard-webhooks, body-only

        transports:
          email:
            # `parcelpost mock` takes mail here. For real mail: preset: gmail, user: ..., password: "${SMTP_PASSWORD}"
            host: 127.0.0.1
            port: 2525
            security: plain

        templates: ./templates

        shops:
          default:
            name: 달빛상점
            from: notice@shop.example
            apiKeys: ["${PARCELPOST_API_KEY}"]
            milestones: [shipped, out_for_delivery, delivered, failed, returned]
            # staff: help@shop.example          # told of failed and returned parcels
            brand:
              color: "#1f6feb"

        """

    /// `.env`.
    static func environment(secret: String, key: String) -> String {
        """
        # Read by parcelpost beside parcelpost.yaml; the process's own environment wins.
        # The signing secret of the webhook endpoint (whsec_...).
        WEBHOOK_SECRET=\(secret)
        # The key that your shop sends to /v1: Authorization: Bearer <key>.
        PARCELPOST_API_KEY=\(key)

        """
    }
}
