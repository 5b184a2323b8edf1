import Markup
import Testing

@Test func nodesKeepTheirOrder() {
    let node = HTMLNode(.element("p"), offset: 0)
    node.append(HTMLNode(.text("a"), offset: 0))
    node.append(HTMLNode(.text("b"), offset: 0))
    #expect(node.textContent == "ab")
}
