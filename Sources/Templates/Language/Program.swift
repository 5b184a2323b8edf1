// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// A compiled template: a flat list of instructions over slots, with the place each came from.
package struct Program: Sendable {
    /// One instruction.
    enum Instruction: Sendable {
        /// Prints the author's text.
        case literal(start: Int, end: Int)
        /// Prints a value.
        case value(Address, Place)
        /// Goes on at `to` when a value is missing.
        case skipUnless(Address, to: Int)
        /// Goes on at `to` when a value is there.
        case skipIf(Address, to: Int)
        /// Makes a value the one at hand, or goes on at `to` when it is missing.
        case enter(Address, to: Int)
        /// Ends `enter`.
        case leave
        /// Makes each element of a list the value at hand in turn; goes on at `to` when there is none.
        case loop(Address, to: Int)
        /// Takes the next element and goes on at `to`, or ends the loop.
        case next(to: Int)
    }

    /// Where a value is: a value at hand, and the slots that lead to it from there.
    struct Address: Sendable, Hashable {
        /// Which of the values at hand, from the outermost.
        let frame: Int
        /// The slots, one for each name between dots: a range of `slots`.
        let start: Int
        let end: Int
    }

    /// Where the author's text came from, from an offset on.
    struct Mark: Sendable, Hashable {
        /// The offset in `literals`.
        let offset: Int
        /// Where it came from.
        let position: SourcePosition
    }

    private struct Loop {
        let elements: [TemplateValue]
        var index: Int
    }

    let instructions: [Instruction]
    let literals: [UInt8]
    /// The slots of all addresses, one address behind the other.
    let slots: [Int]
    /// Where each instruction came from.
    package let positions: [SourcePosition]
    /// Where the author's text came from, by offsets in it; finer than `positions`, since it is joined where it can be.
    let literalMarks: [Mark]

    /// How many bytes the author's own text has.
    package var literalBytes: Int { literals.count }

    /// Where its tags came from, in the order in which they stand.
    package var tagPositions: [SourcePosition] {
        zip(instructions, positions).compactMap { instruction, position in
            if case .literal = instruction { nil } else { position }
        }
    }

    /// The instructions' number.
    package var count: Int { instructions.count }

    init(
        instructions: [Instruction], literals: [UInt8], slots: [Int], positions: [SourcePosition], literalMarks: [Mark]
    ) {
        self.instructions = instructions
        self.slots = slots
        self.literals = literals
        self.positions = positions
        self.literalMarks = literalMarks
    }

    /// Renders the program with a value of the shape it was bound to.
    package func render(_ root: TemplateValue) -> [UInt8] {
        var output = [UInt8]()
        output.reserveCapacity(literals.count + literals.count / 2 + 256)
        render(root, into: &output)
        return output
    }

    /// Renders the program as text.
    ///
    /// All it joins is valid UTF-8 (sources are checked when they load, values are strings, and escaping takes out whole ASCII
    /// characters only), so the whole is not validated again: for Hangul that took a tenth of a letter's time.
    package func text(_ root: TemplateValue) -> String {
        let bytes = render(root)
        return unsafe String(copying: UTF8Span(unchecked: bytes.span))
    }

    /// Renders the program behind what is in `output`.
    package func render(_ root: TemplateValue, into output: inout [UInt8]) {
        var nobody = NoTrace()
        run(root, into: &output, tracing: &nobody)
    }

    /// Runs the program; a tracer is told of each instruction that prints, before it does.
    @inline(__always)
    func run<Tracer: ProgramTracer>(_ root: TemplateValue, into output: inout [UInt8], tracing tracer: inout Tracer) {
        var frames = [root]
        frames.reserveCapacity(8)
        var loops = [Loop]()
        var index = 0
        while index < instructions.count {
            switch instructions[index] {
            case .literal(let start, let end):
                tracer.literal(start, end, at: output.count)
                literals.withUnsafeBufferPointer {
                    output.append(contentsOf: UnsafeBufferPointer(rebasing: $0[start..<end]))
                }
            case .value(let address, let place):
                tracer.value(index, at: output.count)
                if case .text(let text) = resolve(address, frames) { Escaping.append(text, at: place, to: &output) }
            case .skipUnless(let address, let target):
                if !isThere(resolve(address, frames)) {
                    index = target
                    continue
                }
            case .skipIf(let address, let target):
                if isThere(resolve(address, frames)) {
                    index = target
                    continue
                }
            case .enter(let address, let target):
                let value = resolve(address, frames)
                guard isThere(value) else {
                    index = target
                    continue
                }
                frames.append(value)
            case .leave:
                frames.removeLast()
            case .loop(let address, let target):
                guard case .list(let elements) = resolve(address, frames), let first = elements.first else {
                    index = target
                    continue
                }
                frames.append(first)
                loops.append(Loop(elements: elements, index: 0))
            case .next(let target):
                let last = loops.count - 1
                let next = loops[last].index + 1
                if next < loops[last].elements.count {
                    loops[last].index = next
                    frames[frames.count - 1] = loops[last].elements[next]
                    index = target
                    continue
                }
                loops.removeLast()
                frames.removeLast()
            }
            index += 1
        }
    }

    @inline(__always)
    private func resolve(_ address: Address, _ frames: [TemplateValue]) -> TemplateValue {
        var value = frames[address.frame]
        var index = address.start
        while index < address.end {
            let slot = slots[index]
            guard case .record(let fields) = value, slot < fields.count else { return .none }
            value = fields[slot]
            index += 1
        }
        return value
    }

    private func isThere(_ value: TemplateValue) -> Bool {
        switch value {
        case .none: false
        case .text(let text): !text.isEmpty
        case .flag(let truth): truth
        case .list(let elements): !elements.isEmpty
        case .record: true
        }
    }
}

/// What is told where each piece of an output came from.
protocol ProgramTracer {
    /// The author's text is printed.
    mutating func literal(_ start: Int, _ end: Int, at offset: Int)
    /// An instruction prints a value.
    mutating func value(_ index: Int, at offset: Int)
}

/// Rendering that nobody traces costs nothing for it.
private struct NoTrace: ProgramTracer {
    @inline(__always)
    mutating func literal(_ start: Int, _ end: Int, at offset: Int) {}
    @inline(__always)
    mutating func value(_ index: Int, at offset: Int) {}
}
