// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

/// A node of an HTML document: an element, text, or a comment.
///
/// A class, because the inliner and the lint change and climb the tree; a tree lives inside one function and is not shared.
public final class HTMLNode {
    /// What a node is.
    public enum Kind: Hashable, Sendable {
        /// A document: its children are the doctype's content, comments and `<html>`.
        case document
        /// `<!DOCTYPE html>`.
        case doctype
        /// An element, its name in lower case.
        case element(String)
        /// Text, with entities decoded; inside `<style>` and `<script>` as written.
        case text(String)
        /// What stands between `<!--` and `-->`.
        case comment(String)
    }

    /// One attribute, its name in lower case, its value with entities decoded.
    public struct Attribute: Hashable, Sendable {
        /// The name.
        public var name: String
        /// The value; empty where it has none.
        public var value: String

        /// Makes an attribute.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// What it is.
    public var kind: Kind
    /// The attributes of an element, in order.
    public var attributes: [Attribute]
    /// The nodes in it, in order.
    public private(set) var children: [HTMLNode] = []
    /// The node it is in.
    public private(set) weak var parent: HTMLNode?
    /// Where in the parsed source it is, in bytes: inside or right behind an element's start tag; for other nodes the nearest known.
    public let offset: Int

    /// Makes a node without children.
    public init(_ kind: Kind, attributes: [Attribute] = [], offset: Int) {
        self.kind = kind
        self.attributes = attributes
        self.offset = offset
    }

    /// The element's name; empty for other nodes.
    public var name: String {
        if case .element(let name) = kind { name } else { "" }
    }

    /// The value of an attribute; nil when it is not there.
    ///
    /// Setting nil removes it.
    public subscript(attribute: String) -> String? {
        get { attributes.first { $0.name == attribute }?.value }
        set {
            let index = attributes.firstIndex { $0.name == attribute }
            switch (index, newValue) {
            case (let index?, let value?): attributes[index].value = value
            case (let index?, nil): attributes.remove(at: index)
            case (nil, let value?): attributes.append(Attribute(attribute, value))
            case (nil, nil): break
            }
        }
    }

    /// The classes of an element.
    public var classes: [Substring] { self["class"]?.utf8.split(whereSeparator: \.isSpace).map { Substring($0) } ?? [] }

    /// Puts a node behind the last child.
    public func append(_ child: HTMLNode) {
        child.parent = self
        children.append(child)
    }

    /// Takes a child out.
    public func remove(_ child: HTMLNode) {
        children.removeAll { $0 === child }
        child.parent = nil
    }

    /// Puts other nodes in place of all children.
    public func replaceChildren(_ nodes: [HTMLNode]) {
        for child in children { child.parent = nil }
        children = []
        for node in nodes { append(node) }
    }

    /// Calls `body` with this node and all below it, in the order of the document.
    public func walk(_ body: (HTMLNode) throws -> Void) rethrows {
        try body(self)
        for child in children { try child.walk(body) }
    }

    /// All text below it, as written.
    public var textContent: String {
        switch kind {
        case .text(let text): text
        case .comment, .doctype: ""
        case .document, .element: children.reduce(into: "") { $0 += $1.textContent }
        }
    }
}
