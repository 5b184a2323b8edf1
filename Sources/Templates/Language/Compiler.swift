// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Settings

/// Binds a flattened template to the shape of its value and makes a program of it.
struct Compiler {
    /// An address while names are bound: what `Program.Address` keeps flat.
    private struct Path: Hashable {
        let frame: Int
        var slots: [Int]
    }

    private enum Scope {
        case known(Shape)
        /// After a mistake: everything is found in it, so that one slip is one problem.
        case unknown
    }

    private struct Section {
        enum Kind {
            case skip
            case enter
            case loop
            case broken
        }
        let kind: Kind
        let start: Int
        let tracker: PlaceTracker
        let position: SourcePosition
        let hasGuard: Bool
        let hasScope: Bool
    }

    private enum Resolution {
        case found(Path, Shape)
        case unknown
        case failed
    }

    private let dialect: Dialect
    private var scopes: [Scope]
    private var sections: [Section] = []
    private var guards: [Path] = []
    private var watch: PlaceWatch

    private var instructions: [Program.Instruction] = []
    private var positions: [SourcePosition] = []
    private var literals: [UInt8] = []
    private var literalMarks: [Program.Mark] = []
    private var slots: [Int] = []
    private var addresses: [Path: Program.Address] = [:]
    private var literalStart = 0
    private var literalPosition: SourcePosition?

    private init(_ dialect: Dialect, _ root: Shape, isSilent: Bool) {
        self.dialect = dialect
        self.watch = PlaceWatch(isSilent: isSilent)
        self.scopes = [.known(root)]
    }

    /// Compiles a template; the program is to be used only if nothing was logged.
    ///
    /// - Parameters:
    ///   - pieces: The template with everything in place.
    ///   - dialect: What kind of document it makes.
    ///   - shape: What it may expect of its value.
    ///   - isMisplaced: True when tags were found in wrong places before, so that only names are checked here.
    ///   - log: Where mistakes go.
    static func compile(
        _ pieces: [Piece], dialect: Dialect, shape: Shape, isMisplaced: Bool = false, log: inout ProblemLog
    ) -> Program {
        var compiler = Compiler(dialect, shape, isSilent: isMisplaced)
        for piece in pieces { compiler.append(piece, &log) }
        compiler.flush()
        if dialect == .html { compiler.watch.end(pieces.last?.position, &log) }
        return Program(
            instructions: compiler.instructions, literals: compiler.literals, slots: compiler.slots,
            positions: compiler.positions, literalMarks: compiler.literalMarks)
    }

    private mutating func append(_ piece: Piece, _ log: inout ProblemLog) {
        switch piece.kind {
        case .markup(let bytes):
            literal(bytes, piece.position)
            if dialect == .html { watch.feed(bytes, piece.position, &log) }
        case .words(let bytes):
            let place = self.place(raw: false, piece.position, &log)
            var escaped = [UInt8]()
            // Words behind `href="` are a link the translator wrote; elsewhere they are escaped like a value.
            bytes.withUnsafeBufferPointer { Escaping.append($0, at: place == .plain ? .raw : place, to: &escaped) }
            literal(escaped, piece.position)
        // Put in place before, by `PhraseExpander`.
        case .phrase: break
        case .variable(let name, let raw): variable(name, raw: raw, piece.position, &log)
        case .open(let name, let inverted): open(name, inverted: inverted, piece.position, &log)
        case .close: close(&log)
        }
    }

    private mutating func literal(_ bytes: [UInt8], _ position: SourcePosition) {
        if literalPosition == nil { literalPosition = position }
        // Tools find the author's line in it; rendering never looks.
        if literalMarks.last?.position != position {
            literalMarks.append(Program.Mark(offset: literals.count, position: position))
        }
        literals += bytes
    }

    private mutating func flush() {
        guard literalStart < literals.count, let position = literalPosition else { return }
        instructions.append(.literal(start: literalStart, end: literals.count))
        positions.append(position)
        literalStart = literals.count
        literalPosition = nil
    }

    private mutating func emit(_ instruction: Program.Instruction, _ position: SourcePosition) {
        flush()
        instructions.append(instruction)
        positions.append(position)
    }

    private mutating func address(_ path: Path) -> Program.Address {
        if let known = addresses[path] { return known }
        let address = Program.Address(frame: path.frame, start: slots.count, end: slots.count + path.slots.count)
        slots += path.slots
        addresses[path] = address
        return address
    }

    private mutating func place(raw: Bool, _ position: SourcePosition, _ log: inout ProblemLog) -> Place {
        switch dialect {
        case .text: return .plain
        case .specification: return raw ? .raw : .text
        case .html:
            return watch.value(raw: raw, position, &log)
        }
    }

    private mutating func variable(
        _ name: Name, raw: Bool, _ position: SourcePosition, _ log: inout ProblemLog
    ) {
        let place = place(raw: raw, position, &log)
        guard case .found(let path, let shape) = resolve(name, position, mustBeThere: true, &log) else { return }
        guard case .text = shape.wrapped else {
            log.add(
                position, "not-text", "\(name) is \(shape.words), not text",
                wayOut: "use it as a section: {{#\(name)}} ... {{/\(name)}}")
            return
        }
        emit(.value(address(path), place), position)
    }

    private mutating func open(
        _ name: Name, inverted: Bool, _ position: SourcePosition, _ log: inout ProblemLog
    ) {
        let mark = dialect == .html ? watch.open(position, &log) : PlaceTracker()
        func section(_ kind: Section.Kind, hasGuard: Bool = false, hasScope: Bool = false) {
            sections.append(
                Section(
                    kind: kind, start: instructions.count, tracker: mark, position: position,
                    hasGuard: hasGuard, hasScope: hasScope))
        }
        guard case .found(let path, let shape) = resolve(name, position, mustBeThere: false, &log) else {
            flush()
            if !inverted { scopes.append(.unknown) }
            section(.broken, hasScope: !inverted)
            return
        }
        flush()
        let address = address(path)
        if inverted {
            section(.skip)
            emit(.skipIf(address, to: 0), position)
            return
        }
        guards.append(path)
        switch shape.wrapped {
        case .flag, .optional:
            section(.skip, hasGuard: true)
            emit(.skipUnless(address, to: 0), position)
        case .text, .record:
            section(.enter, hasGuard: true, hasScope: true)
            emit(.enter(address, to: 0), position)
            scopes.append(.known(shape.wrapped))
        case .list(let element):
            section(.loop, hasGuard: true, hasScope: true)
            emit(.loop(address, to: 0), position)
            scopes.append(.known(element))
        }
    }

    private mutating func close(_ log: inout ProblemLog) {
        guard let section = sections.popLast() else { return }
        flush()
        if dialect == .html { watch.close(section.tracker, section.position, &log) }
        if section.hasScope { scopes.removeLast() }
        if section.hasGuard { guards.removeLast() }
        switch section.kind {
        case .skip, .broken: break
        case .enter: emit(.leave, section.position)
        case .loop: emit(.next(to: section.start + 1), section.position)
        }
        guard section.kind != .broken else { return }
        let end = instructions.count
        switch instructions[section.start] {
        case .skipIf(let address, _): instructions[section.start] = .skipIf(address, to: end)
        case .skipUnless(let address, _): instructions[section.start] = .skipUnless(address, to: end)
        case .enter(let address, _): instructions[section.start] = .enter(address, to: end)
        case .loop(let address, _): instructions[section.start] = .loop(address, to: end)
        default: break
        }
    }

    /// Finds a name: its first part in the innermost value that has it, the rest only inside what was found.
    private func resolve(
        _ name: Name, _ position: SourcePosition, mustBeThere: Bool, _ log: inout ProblemLog
    ) -> Resolution {
        guard let first = name.parts.first else {
            guard case .known(let shape) = scopes[scopes.count - 1] else { return .unknown }
            return .found(Path(frame: scopes.count - 1, slots: []), shape)
        }
        for frame in scopes.indices.reversed() {
            guard case .known(let scope) = scopes[frame] else { return .unknown }
            guard let field = scope.field(first) else { continue }
            var path = Path(frame: frame, slots: [field.slot])
            var shape = field.shape
            var missing: String? = isUnguarded(shape, path) ? first : nil
            for part in name.parts.dropFirst() {
                guard let next = shape.field(part) else {
                    log.add(
                        position, "unknown-name", "\(name) is not known: \(first) has no \(part)",
                        wayOut: hint(part, in: [shape]))
                    return .failed
                }
                path.slots.append(next.slot)
                shape = next.shape
                if missing == nil, isUnguarded(shape, path) { missing = name.description }
            }
            if mustBeThere, let missing {
                log.add(
                    position, "may-be-missing", "\(missing) may be missing, and then there would be a hole",
                    wayOut: "put it between {{#\(missing)}} and {{/\(missing)}}, and say else in {{^\(missing)}}")
            }
            return .found(path, shape)
        }
        let known = scopes.compactMap { scope in
            if case .known(let shape) = scope { shape } else { nil }
        }
        log.add(position, "unknown-name", "\(name) is not known here", wayOut: hint(first, in: known.reversed()))
        return .failed
    }

    private func isUnguarded(_ shape: Shape, _ path: Path) -> Bool {
        shape.mayBeMissing && !guards.contains(path)
    }

    private func hint(_ name: String, in shapes: [Shape]) -> String {
        let names = shapes.flatMap { shape -> [String] in
            if case .record(let fields) = shape.wrapped { fields.map(\.name) } else { [] }
        }
        if let nearest = Suggestion.nearest(to: name, in: names) { return "did you mean \(nearest)?" }
        return names.isEmpty ? "take it out" : "known are: " + names.joined(separator: ", ")
    }
}
