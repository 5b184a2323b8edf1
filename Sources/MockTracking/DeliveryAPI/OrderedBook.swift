// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// Values by name that remember the order in which they were entered; of more than the limit the oldest is dropped.
struct OrderedBook<Value: Sendable>: Sendable {
    private var values: [String: (place: Int, value: Value?)] = [:]
    private var names: [Int: String] = [:]
    private var first = 0
    private var next = 0
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    /// How many there are.
    var count: Int { values.count }

    /// One by its name; entering nil forgets it.
    subscript(name: String) -> Value? {
        get { values[name]?.value }
        set {
            if let newValue {
                if let place = values[name]?.place {
                    values[name] = (place, newValue)
                } else {
                    values[name] = (next, newValue)
                    names[next] = name
                    next += 1
                    if values.count > limit { dropOldest() }
                }
            } else if let place = values.removeValue(forKey: name)?.place {
                names[place] = nil
            }
        }
    }

    /// Forgets the value and keeps its place, so that who has taken it can change it without a copy.
    mutating func release(_ name: String) {
        if let place = values[name]?.place { values[name] = (place, nil) }
    }

    /// Changes one in its place.
    mutating func change<Result>(_ name: String, _ body: (inout Value) -> Result) -> Result? {
        guard var value = values[name]?.value else { return nil }
        release(name)
        defer { self[name] = value }
        return body(&value)
    }

    /// All of them in order, from a place on; with each the place after it.
    func from(_ place: Int) -> some Sequence<(next: Int, value: Value)> {
        (max(first, place)..<max(next, first, place)).lazy.compactMap { place -> (next: Int, value: Value)? in
            guard let name = names[place], let value = values[name]?.value else { return nil }
            return (place + 1, value)
        }
    }

    /// All of them, oldest first.
    var all: [Value] { from(0).map(\.value) }

    private mutating func dropOldest() {
        while first < next {
            defer { first += 1 }
            guard let name = names.removeValue(forKey: first) else { continue }
            values[name] = nil
            return
        }
    }
}
