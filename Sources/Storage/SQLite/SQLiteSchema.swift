// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import GRDB

/// The tables, version by version; a version that was released is never changed.
///
/// Times are whole milliseconds since 1970. Keys start with the shop. There are no foreign keys: rows are swept kind by kind in
/// small steps, and the code that writes them is the same for all stores. Numbers that stand in a Message-ID, a link or the
/// journal's cursor must never be given twice: SQLite numbers a row after the newest one there is, and the sweep leaves the newest
/// (AUTOINCREMENT would promise the same and cost another write a row).
enum SQLiteSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("v1") { database in
            for statement in versionOne { try database.execute(sql: statement) }
        }
        migrator.registerMigration("v2") { database in
            for statement in versionTwo { try database.execute(sql: statement) }
        }
        return migrator
    }

    /// The staff's notices have keys of their own (docs/rules.md, A11); what was there is the customers'.
    private static let versionTwo = [
        """
        CREATE TABLE notice_key_two (
            shop TEXT NOT NULL,
            shipment INTEGER NOT NULL,
            for_staff INTEGER NOT NULL,
            milestone TEXT NOT NULL,
            occurrence TEXT NOT NULL,
            notice INTEGER NOT NULL,
            entered_at INTEGER NOT NULL,
            PRIMARY KEY (shop, shipment, for_staff, milestone, occurrence)
        ) STRICT, WITHOUT ROWID
        """,
        """
        INSERT INTO notice_key_two SELECT shop, shipment, 0, milestone, occurrence, notice, entered_at FROM notice_key
        """,
        "DROP TABLE notice_key",
        "ALTER TABLE notice_key_two RENAME TO notice_key",
    ]

    private static let versionOne = [
        // The secret that a shop's hashes, tokens and Message-IDs are made with.
        """
        CREATE TABLE shop_key (
            shop TEXT PRIMARY KEY NOT NULL,
            key BLOB NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
        // DESIGN, "Contacts at rest": each value once, sealed, beside the keyed hash it is found by; `uses` counts the places
        // that refer to it, and the row goes with the last of them.
        """
        CREATE TABLE contact (
            id INTEGER PRIMARY KEY,
            shop TEXT NOT NULL,
            kind TEXT NOT NULL,
            hash BLOB NOT NULL,
            sealed BLOB NOT NULL,
            uses INTEGER NOT NULL,
            UNIQUE (shop, kind, hash)
        ) STRICT
        """,
        """
        CREATE TABLE shipment (
            id INTEGER PRIMARY KEY,
            shop TEXT NOT NULL,
            courier TEXT NOT NULL,
            number TEXT NOT NULL,
            generation INTEGER NOT NULL,
            token TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            gift INTEGER NOT NULL,
            client_id TEXT,
            expected_at INTEGER,
            review_url TEXT,
            orderer_language TEXT NOT NULL,
            orderer_name INTEGER,
            orderer_email INTEGER,
            orderer_phone INTEGER,
            orderer_address INTEGER,
            orderer_door_code INTEGER,
            orderer_safe_place INTEGER,
            receiver_language TEXT,
            receiver_name INTEGER,
            receiver_email INTEGER,
            receiver_phone INTEGER,
            receiver_address INTEGER,
            receiver_door_code INTEGER,
            receiver_safe_place INTEGER,
            registered_at INTEGER NOT NULL,
            stage TEXT NOT NULL DEFAULT 'PENDING',
            stage_entered_at INTEGER,
            closed_at INTEGER,
            has_keys INTEGER NOT NULL DEFAULT 1,
            has_contacts INTEGER NOT NULL DEFAULT 1,
            thread_root TEXT,
            orders TEXT NOT NULL,
            snapshot TEXT,
            UNIQUE (shop, courier, number, generation)
        ) STRICT
        """,
        "CREATE INDEX shipment_by_shop ON shipment (shop)",
        "CREATE INDEX shipment_by_client_id ON shipment (shop, client_id) WHERE client_id IS NOT NULL",
        "CREATE INDEX shipment_with_keys ON shipment (closed_at) WHERE closed_at IS NOT NULL AND has_keys = 1",
        "CREATE INDEX shipment_with_contacts ON shipment (closed_at) WHERE closed_at IS NOT NULL AND has_contacts = 1",
        // What came with a valid signature, as it came; an unusable item has no parcel.
        """
        CREATE TABLE event (
            id INTEGER PRIMARY KEY,
            shop TEXT NOT NULL,
            courier TEXT,
            number TEXT,
            kind TEXT,
            source_id TEXT,
            client_id TEXT,
            order_id TEXT,
            previous_stage TEXT,
            stage TEXT,
            has_changed INTEGER,
            sent_at INTEGER,
            received_at INTEGER NOT NULL,
            proof TEXT,
            disposition TEXT NOT NULL,
            problem TEXT,
            body TEXT NOT NULL,
            snapshot TEXT
        ) STRICT
        """,
        "CREATE INDEX event_parked ON event (shop, courier, number) WHERE disposition = 'parked'",
        """
        CREATE INDEX event_parked_by_client_id ON event (shop, client_id)
        WHERE disposition = 'parked' AND client_id IS NOT NULL
        """,
        """
        CREATE TABLE notice (
            id INTEGER PRIMARY KEY,
            shop TEXT NOT NULL,
            shipment INTEGER NOT NULL,
            milestone TEXT NOT NULL,
            occurrence TEXT NOT NULL,
            decided_at INTEGER NOT NULL
        ) STRICT
        """,
        // SEMANTICS A2: narrow, unique, and older than the outbox around it.
        """
        CREATE TABLE notice_key (
            shop TEXT NOT NULL,
            shipment INTEGER NOT NULL,
            milestone TEXT NOT NULL,
            occurrence TEXT NOT NULL,
            notice INTEGER NOT NULL,
            entered_at INTEGER NOT NULL,
            PRIMARY KEY (shop, shipment, milestone, occurrence)
        ) STRICT, WITHOUT ROWID
        """,
        // The outbox. `wake_at` is when a row needs somebody: a queued one when it is due, a leased one when its lease is over.
        """
        CREATE TABLE delivery (
            id INTEGER PRIMARY KEY,
            shop TEXT NOT NULL,
            shipment INTEGER NOT NULL,
            notice INTEGER NOT NULL,
            milestone TEXT NOT NULL,
            occurrence TEXT NOT NULL,
            audience TEXT NOT NULL,
            channel TEXT NOT NULL,
            state TEXT NOT NULL,
            wake_at INTEGER,
            attempts INTEGER NOT NULL,
            due_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            lease_owner TEXT,
            may_be_duplicate INTEGER NOT NULL DEFAULT 0,
            message_id TEXT,
            last_answer TEXT,
            ended_at INTEGER
        ) STRICT
        """,
        "CREATE INDEX delivery_by_state ON delivery (state, wake_at)",
        "CREATE INDEX delivery_alive ON delivery (shop, shipment, audience, channel) WHERE ended_at IS NULL",
        """
        CREATE TABLE attempt (
            shop TEXT NOT NULL,
            delivery INTEGER NOT NULL,
            number INTEGER NOT NULL,
            started_at INTEGER NOT NULL,
            ended_at INTEGER NOT NULL,
            class TEXT NOT NULL,
            blame TEXT NOT NULL,
            code INTEGER NOT NULL,
            enhanced_code TEXT,
            answer TEXT NOT NULL,
            provider_id TEXT,
            message_id TEXT NOT NULL,
            may_be_duplicate INTEGER NOT NULL,
            PRIMARY KEY (shop, delivery, number)
        ) STRICT, WITHOUT ROWID
        """,
        // The trace of a number and, by id, the journal of a shop.
        """
        CREATE TABLE trace (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            shop TEXT NOT NULL,
            courier TEXT NOT NULL,
            number TEXT NOT NULL,
            notice INTEGER,
            delivery INTEGER,
            message_id TEXT,
            kind TEXT NOT NULL,
            rule TEXT NOT NULL,
            milestone TEXT,
            facts TEXT,
            words TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX trace_by_number ON trace (shop, number)",
        // SEMANTICS D4: by hash, so that an opt-out outlives the address.
        """
        CREATE TABLE suppression (
            shop TEXT NOT NULL,
            hash BLOB NOT NULL,
            channel TEXT NOT NULL,
            reason TEXT NOT NULL,
            since INTEGER NOT NULL,
            PRIMARY KEY (shop, hash, channel)
        ) STRICT, WITHOUT ROWID
        """,
        // SEMANTICS D5: a recipient's own choice of channels, found by the hash of an address.
        """
        CREATE TABLE preference (
            shop TEXT NOT NULL,
            hash BLOB NOT NULL,
            choices TEXT NOT NULL,
            changed_at INTEGER NOT NULL,
            PRIMARY KEY (shop, hash)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE counter (
            name TEXT PRIMARY KEY NOT NULL,
            value INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
        // What a probe writes to prove that a durable write works.
        """
        CREATE TABLE probe (
            id INTEGER PRIMARY KEY,
            count INTEGER NOT NULL
        ) STRICT
        """,
    ]
}
