// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Testing

/// What every store must do, rule by rule; run against each of them.
@Suite("Stores keep the rules") struct StoreConformance {}
