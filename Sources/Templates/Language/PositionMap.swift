// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Where each part of a joined source came from.
struct PositionMap {
    private var offsets: [Int] = []
    private var positions: [SourcePosition] = []

    /// Says where what begins at an offset came from; offsets come in order.
    mutating func add(_ offset: Int, _ position: SourcePosition) {
        offsets.append(offset)
        positions.append(position)
    }

    /// Where a byte came from; nil when there is nothing.
    subscript(offset: Int) -> SourcePosition? {
        var low = 0
        var high = offsets.count
        while low < high {
            let middle = (low + high) / 2
            if offsets[middle] <= offset { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return positions.first }
        var position = positions[low - 1]
        // A piece never goes beyond its line.
        position.column += max(0, offset - offsets[low - 1])
        return position
    }
}
