/// What stands where on one page, in points from the top left corner.
struct Page {
    var items: [Item] = []

    struct Item {
        /// The structure element of the tagged PDF that it belongs to; none for mere decoration.
        var tag: String?
        /// Items with the same number are one element.
        var element: Int
        var shape: Shape
    }

    enum Shape {
        /// One line of a text, with its baseline at `y`.
        case line(TextBlock, index: Int, x: Double, y: Double)
        /// A horizontal rule.
        case rule(x: Double, y: Double, width: Double, thickness: Double)
        /// The place of something that is not known yet.
        case placeholder(x: Double, y: Double, width: Double, height: Double)
        case code(QRMatrix, x: Double, y: Double, side: Double)
        case picture([UInt8], x: Double, y: Double, height: Double, maximumWidth: Double)
    }
}

/// A4 with the margins of an Indonesian official letter, in points.
enum Sheet {
    static let width = 595.276
    static let height = 841.89
    static let left = 71.0
    static let right = 71.0
    static let top = 36.0
    static let continuedTop = 71.0
    static let bottom = 48.0
    static var textWidth: Double { Self.width - Self.left - Self.right }
    static var lowest: Double { Self.height - Self.bottom }
}
