internal import CPangoCairo

/// Turns texts into lines of glyphs. Owns a font map of its own, so that threads share nothing.
final class Typesetter {
    /// The looks that a letter uses.
    struct Style {
        var size: Double
        var isBold = false
        var alignment: Alignment = .left
        /// Space before the first line, in points.
        var indent: Double = 0

        enum Alignment { case left, centre, right, justified }
    }

    static let family = "Liberation Sans"

    private let fontMap: UnsafeMutablePointer<PangoFontMap>
    private let context: OpaquePointer

    /// - Throws: `LetterPressError.fontMissing`.
    init() throws {
        guard let fontMap = pango_cairo_font_map_new(), let context = pango_font_map_create_context(fontMap) else {
            throw LetterPressError.fontMissing
        }
        self.fontMap = fontMap
        self.context = context
        pango_context_set_language(context, pango_language_from_string("id"))
        // Print metrics: no hinting, glyphs at fractions of a point, and "11" means 11 points.
        let options = cairo_font_options_create()
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        pango_cairo_context_set_font_options(context, options)
        cairo_font_options_destroy(options)
        pango_cairo_context_set_resolution(context, 72)
        pango_context_set_round_glyph_positions(context, 0)
        guard self.hasFont else { throw LetterPressError.fontMissing }
    }

    deinit {
        g_object_unref(UnsafeMutableRawPointer(self.context))
        g_object_unref(UnsafeMutableRawPointer(self.fontMap))
    }

    /// An unknown family silently becomes another one, so the font that was really found is asked for its name.
    private var hasFont: Bool {
        let wanted = self.font(Style(size: 11))
        defer { pango_font_description_free(wanted) }
        guard let font = pango_context_load_font(self.context, wanted) else { return false }
        defer { g_object_unref(UnsafeMutableRawPointer(font)) }
        guard let found = pango_font_describe(font) else { return false }
        defer { pango_font_description_free(found) }
        return pango_font_description_get_family(found).map { String(cString: $0) } == Self.family
    }

    private func font(_ style: Style) -> OpaquePointer? {
        let font = pango_font_description_new()
        pango_font_description_set_family(font, Self.family)
        pango_font_description_set_absolute_size(font, style.size * Double(PANGO_SCALE))
        pango_font_description_set_weight(font, style.isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
        return font
    }

    /// Sets a text in a column.
    func set(_ text: String, _ style: Style, width: Double) -> TextBlock {
        let layout: OpaquePointer = pango_layout_new(self.context)
        let font = self.font(style)
        pango_layout_set_font_description(layout, font)
        pango_font_description_free(font)
        let clean = Self.printable(text)
        pango_layout_set_text(layout, clean, CInt(clean.utf8.count))
        pango_layout_set_width(layout, CInt(width * Double(PANGO_SCALE)))
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        pango_layout_set_indent(layout, CInt(style.indent * Double(PANGO_SCALE)))
        // Left to right whatever the first letter is: the letter is Indonesian.
        pango_layout_set_auto_dir(layout, 0)
        switch style.alignment {
        case .left: pango_layout_set_alignment(layout, PANGO_ALIGN_LEFT)
        case .centre: pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER)
        case .right: pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT)
        case .justified: pango_layout_set_justify(layout, 1)
        }
        return TextBlock(layout, size: style.size)
    }

    /// The text without control characters: they have no glyph, and a zero byte would end the text.
    static func printable(_ text: String) -> String {
        var clean = String.UnicodeScalarView()
        for scalar in text.replacing("\r\n", with: "\n").unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control: if scalar == "\n" { clean.append(scalar) } else if scalar == "\t" { clean.append(" ") }
            default: clean.append(scalar)
            }
        }
        return String(clean)
    }
}

/// A text set in lines. Owns the layout that the lines belong to.
final class TextBlock {
    private let layout: OpaquePointer
    /// The size of the font in points.
    let size: Double
    let lineCount: Int

    init(_ layout: OpaquePointer, size: Double) {
        self.layout = layout
        self.size = size
        self.lineCount = Int(pango_layout_get_line_count(layout))
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(self.layout)) }

    /// The distance between baselines.
    var leading: Double { self.size * 1.26 }

    /// The distance of the first baseline from the top.
    var ascent: Double { self.size * 0.95 }

    var height: Double { Double(self.lineCount) * self.leading }

    /// How wide the widest line is.
    var naturalWidth: Double {
        var width: CInt = 0
        pango_layout_get_size(self.layout, &width, nil)
        return Double(width) / Double(PANGO_SCALE)
    }

    /// Draws one line with its baseline at `y`; `x` is the left edge of the column.
    func draw(line index: Int, x: Double, y: Double, on surface: OpaquePointer) {
        guard let line = pango_layout_get_line_readonly(self.layout, CInt(index)) else { return }
        cairo_move_to(surface, x + self.offset(of: line, index), y)
        pango_cairo_show_layout_line(surface, line)
    }

    /// Where a line begins in its column, by alignment and indent.
    private func offset(of line: UnsafeMutablePointer<PangoLayoutLine>, _ index: Int) -> Double {
        guard let iterator = pango_layout_get_iter(self.layout) else { return 0 }
        defer { pango_layout_iter_free(iterator) }
        for _ in 0..<index { pango_layout_iter_next_line(iterator) }
        var logical = PangoRectangle()
        pango_layout_iter_get_line_extents(iterator, nil, &logical)
        return Double(logical.x) / Double(PANGO_SCALE)
    }
}
