// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// What a program printed, and where each piece of it came from.
package struct TracedText: Sendable {
    /// The output, UTF-8.
    package let bytes: [UInt8]
    /// Where what begins at an offset came from, in the order of the offsets.
    package let map: [(offset: Int, position: SourcePosition)]

    /// Where a byte of the output came from.
    ///
    /// - Parameter offset: Bytes from the start; nil beyond the end.
    package func position(of offset: Int) -> SourcePosition? {
        guard offset >= 0, offset < bytes.count else { return nil }
        var low = 0
        var high = map.count
        while low < high {
            let middle = (low + high) / 2
            if map[middle].offset <= offset { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? map[low - 1].position : nil
    }
}

extension Program {
    /// Renders the program and says where each piece came from, for tools.
    package func traced(_ root: TemplateValue) -> TracedText {
        var output = [UInt8]()
        var tracer = Tracer(program: self)
        run(root, into: &output, tracing: &tracer)
        return TracedText(bytes: output, map: tracer.map)
    }

    private struct Tracer: ProgramTracer {
        let program: Program
        var map: [(offset: Int, position: SourcePosition)] = []

        mutating func literal(_ start: Int, _ end: Int, at offset: Int) {
            let marks = program.literalMarks
            // The first mark that begins behind the start; the one before it covers the start.
            var low = 0
            var high = marks.count
            while low < high {
                let middle = (low + high) / 2
                if marks[middle].offset <= start { low = middle + 1 } else { high = middle }
            }
            if low > 0 { map.append((offset, marks[low - 1].position)) }
            while low < marks.count, marks[low].offset < end {
                map.append((offset + marks[low].offset - start, marks[low].position))
                low += 1
            }
        }

        mutating func value(_ index: Int, at offset: Int) {
            map.append((offset, program.positions[index]))
        }
    }
}
