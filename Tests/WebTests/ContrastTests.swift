import Foundation
import Hummingbird
import HummingbirdTesting
import Testing
import Web

/// WCAG 2.2: 1.4.3 (text 4.5:1), 1.4.11 (borders of controls, focus, shapes 3:1), 2.5.8 (targets of 24 px).
@Suite("Colours and sizes")
struct ContrastTests {
    static let texts: [(String, String)] = [
        ("ink", "paper"), ("ink", "surface"), ("ink", "sunken"), ("ink", "brand-soft"), ("ink", "active-soft"),
        ("ink", "positive-soft"), ("ink", "attention-soft"), ("ink", "negative-soft"), ("ink-soft", "paper"),
        ("ink-soft", "surface"),
        ("ink-soft", "sunken"), ("ink-soft", "attention-soft"), ("ink-soft", "brand-soft"), ("link", "paper"),
        ("link", "surface"),
        ("link", "sunken"), ("link", "brand-soft"), ("brand", "surface"), ("brand", "brand-soft"),
        ("on-brand", "brand"),
        ("on-brand", "brand-deep"), ("positive", "positive-soft"), ("positive", "surface"),
        ("attention", "attention-soft"),
        ("negative", "negative-soft"), ("negative", "surface"), ("negative", "paper"), ("active", "active-soft"),
        ("neutral", "neutral-soft"), ("link", "attention-soft"), ("link", "negative-soft"), ("link", "positive-soft"),
    ]
    static let shapes: [(String, String)] = [
        ("line-strong", "paper"), ("line-strong", "surface"), ("line-strong", "sunken"), ("focus", "paper"),
        ("focus", "surface"),
        ("focus", "sunken"), ("brand", "paper"), ("brand", "surface"), ("positive", "surface"),
        ("attention", "surface"),
        ("negative", "paper"), ("active", "surface"),
    ]

    @Test(
        "Every pair of text and ground has 4.5:1, every shape 3:1, in light and in dark", arguments: ["light", "dark"])
    func contrast(scheme: String) async throws {
        let tokens = try await Self.tokens(dark: scheme == "dark")
        for (pairs, least) in [(Self.texts, 4.5), (Self.shapes, 3.0)] {
            for (front, back) in pairs {
                let ratio = Self.ratio(try #require(tokens[front], "\(front)"), try #require(tokens[back], "\(back)"))
                #expect(ratio >= least, "\(scheme): \(front) on \(back) is \((ratio * 100).rounded() / 100):1")
            }
        }
    }

    @Test("No rule takes away the focus ring of a control, and whatever is pressed is at least 24 px high")
    func targets() async throws {
        let css = try await Self.sheet()
        #expect(css.contains(":focus-visible{outline:3px solid"))
        #expect(css.components(separatedBy: "outline:none").count == 2, "only the main element, which is no control")
        for rule in [
            ".button{", ".menu a{", ".input{", ".choice{", ".fold summary{", ".bottom a{", ".trail a", ".link-button{",
        ] {
            let body = try #require(css.range(of: rule)).upperBound
            let declarations = css[body...].prefix { $0 != "}" }
            let height = try #require(declarations.firstMatch(of: /min-height:([0-9.]+)rem/), "\(rule)").1
            #expect(try #require(Double(height)) * 16 >= 24, "\(rule)")
        }
        #expect(!css.contains("@import") && !css.contains("url("))
        #expect(css.contains("@media print") && css.contains("prefers-reduced-motion"))
    }

    static func sheet() async throws -> String {
        let application = Application(responder: try await Site().router().buildResponder())
        return try await application.test(.router) { client in
            try await client.execute(uri: assetPath, method: .get) { String(buffer: $0.body) }
        }
    }

    static func tokens(dark: Bool) async throws -> [String: String] {
        let css = try await self.sheet()
        var tokens: [String: String] = [:]
        let split = try #require(css.range(of: "@media (prefers-color-scheme:dark)"))
        let end = try #require(css.range(of: "*,*::before"))
        for part in dark
            ? [css[..<split.lowerBound], css[split.lowerBound..<end.lowerBound]] : [css[..<split.lowerBound]]
        {
            for match in part.matches(of: /--([a-z-]+):(#[0-9a-f]{6})/) { tokens[String(match.1)] = String(match.2) }
        }
        return tokens
    }

    static func ratio(_ one: String, _ other: String) -> Double {
        func luminance(_ colour: String) -> Double {
            let number = Int(colour.dropFirst(), radix: 16) ?? 0
            let parts = [number >> 16 & 255, number >> 8 & 255, number & 255].map { part in
                let value = Double(part) / 255
                return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
            }
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
        }
        let (first, second) = (luminance(one), luminance(other))
        return (max(first, second) + 0.05) / (min(first, second) + 0.05)
    }
}
