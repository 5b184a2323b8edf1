// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

public import Values

/// What mail clients can show, out of `Assets/clients.tsv`.
public struct ClientSupport: Sendable {
    /// The table that ships.
    public static let standard = ClientSupport(table: ClientTable.text)

    /// The clients, in the table's order.
    public let clients: [MailClient]
    /// The features, in the table's order.
    public let features: [MailFeature]
    /// Lines that are not as the table's head says; empty for the table that ships.
    public let refused: [Int]
    /// Features by where they show and by which name.
    private let places: [Place: [Int]]

    /// A place that a mail is searched by.
    private struct Place: Hashable {
        let kind: MailFeature.Kind
        let owner: String
        let name: String
    }

    /// Reads a table; `clients.tsv` says in its head how it is written.
    public init(table: String) {
        var clients = [MailClient]()
        var features = [MailFeature]()
        var refused = [Int]()
        for (number, line) in table.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.isEmpty || line.hasPrefix("#") { continue }
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            if fields[0] == "client", fields.count == 5 {
                clients.append(
                    MailClient(
                        id: String(fields[1]), name: String(fields[2]), isDefault: fields[3] == "yes",
                        isTested: fields[4] == "tested"))
            } else if fields[0] == "feature", let feature = Self.feature(fields.dropFirst().map { $0 }, clients) {
                features.append(feature)
            } else {
                refused.append(number + 1)
            }
        }
        self.clients = clients
        self.features = features
        self.refused = refused
        var places = [Place: [Int]]()
        for (index, feature) in features.enumerated() {
            for name in feature.finds.names {
                places[Place(kind: feature.finds.kind, owner: feature.finds.owner, name: name), default: []]
                    .append(index)
            }
        }
        self.places = places
    }

    private static func feature(_ fields: [Substring], _ clients: [MailClient]) -> MailFeature? {
        guard fields.count == 4 + clients.count, let finds = MailFeature.Finder(fields[2]),
            let loss = MailFeature.Loss(rawValue: String(fields[3]))
        else { return nil }
        var support = [String: MailFeature.Support]()
        for (client, letter) in zip(clients, fields.dropFirst(4)) {
            guard letter.count == 1, let known = letter.first.flatMap(MailFeature.Support.init(rawValue:)) else {
                return nil
            }
            support[client.id] = known
        }
        return MailFeature(id: String(fields[0]), name: String(fields[1]), finds: finds, loss: loss, support: support)
    }

    /// The clients that are looked at when none are named: all with a share worth the name.
    public var defaultClients: [MailClient] { clients.filter(\.isDefault) }

    /// The clients of a list: short names, `default`, or `all`.
    ///
    /// - Throws: `Problems` that name each unknown client and list the known ones.
    public func clients(named names: [String]) throws(Problems) -> [MailClient] {
        var chosen = Set<String>()
        var problems = [Problem]()
        for name in names {
            switch name {
            case "all": chosen.formUnion(clients.map(\.id))
            case "default": chosen.formUnion(defaultClients.map(\.id))
            default:
                if clients.contains(where: { $0.id == name }) {
                    chosen.insert(name)
                } else {
                    let known = clients.map(\.id).joined(separator: ", ")
                    problems.append(
                        Problem(
                            field: "clients", rule: "unknown-client",
                            message: "there is no mail client called \(Problem.excerpt(name)) in the table",
                            wayOut: "known are \(known), and default and all"))
                }
            }
        }
        guard problems.isEmpty else { throw Problems(problems) }
        return clients.filter { chosen.contains($0.id) }
    }

    /// The feature of an id.
    public func feature(_ id: String) -> MailFeature? { features.first { $0.id == id } }

    /// The features that show under a name: a property, an element, a unit and so on.
    func features(_ kind: MailFeature.Kind, _ name: String, of owner: String = "") -> [Int] {
        places[Place(kind: kind, owner: owner, name: name)] ?? []
    }
}

extension Problem {
    /// What a person wrote, in quotes, short and without controls.
    static func excerpt(_ text: some StringProtocol, limit: Int = 60) -> String {
        var short = ""
        for scalar in text.unicodeScalars {
            if short.unicodeScalars.count >= limit { return "\"\(short)…\"" }
            short.unicodeScalars.append(scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) ? " " : scalar)
        }
        return "\"\(short)\""
    }
}
