internal import CPangoCairo
import Foundation

/// Draws pages into a PDF file in memory.
struct PagePrinter {
    private let title: String
    private let author: String
    private let createdAt: Date

    init(title: String, author: String, at createdAt: Date) {
        self.title = title
        self.author = author
        self.createdAt = createdAt
    }

    /// Where the file grows; cairo's callback gets its address.
    private final class Sink {
        var bytes: [UInt8] = []
    }

    func print(_ pages: [Page]) throws -> [UInt8] {
        let sink = Sink()
        let surface = cairo_pdf_surface_create_for_stream(
            { closure, data, length in
                guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
                Unmanaged<Sink>.fromOpaque(closure).takeUnretainedValue().bytes
                    .append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
                return CAIRO_STATUS_SUCCESS
            }, Unmanaged.passUnretained(sink).toOpaque(), Sheet.width, Sheet.height)
        defer { cairo_surface_destroy(surface) }
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, Typesetter.printable(self.title))
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, Typesetter.printable(self.author))
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Layak")
        // Fixed, or cairo would take the clock; overwritten with the real moment below.
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00+00:00")
        guard let context = cairo_create(surface) else {
            throw LetterPressError.drawingFailed(Int(CAIRO_STATUS_NO_MEMORY.rawValue))
        }
        cairo_tag_begin(context, "Document", nil)
        for page in pages {
            try self.draw(page, on: context)
            cairo_show_page(context)
        }
        cairo_tag_end(context, "Document")
        let drawn = cairo_status(context)
        cairo_destroy(context)
        cairo_surface_finish(surface)
        let finished = cairo_surface_status(surface)
        for status in [drawn, finished] where status != CAIRO_STATUS_SUCCESS {
            throw LetterPressError.drawingFailed(Int(status.rawValue))
        }
        // Until here nothing but the surface holds the sink's address.
        return try withExtendedLifetime(sink) { try self.stamped(sink.bytes) }
    }

    private func draw(_ page: Page, on context: OpaquePointer) throws {
        var open: (tag: String?, element: Int)?
        func close() {
            if let tag = open?.tag { cairo_tag_end(context, tag) }
        }
        for item in page.items {
            if open?.element != item.element {
                close()
                if let tag = item.tag { cairo_tag_begin(context, tag, nil) }
                open = (item.tag, item.element)
            }
            try self.draw(item.shape, on: context)
        }
        close()
    }

    private func draw(_ shape: Page.Shape, on context: OpaquePointer) throws {
        cairo_set_source_rgb(context, 0, 0, 0)
        switch shape {
        case .line(let block, let index, let x, let y):
            block.draw(line: index, x: x, y: y, on: context)
        case .rule(let x, let y, let width, let thickness):
            cairo_rectangle(context, x, y, width, thickness)
            cairo_fill(context)
        case .placeholder(let x, let y, let width, let height):
            cairo_save(context)
            cairo_set_source_rgb(context, 0.45, 0.45, 0.45)
            cairo_set_line_width(context, 0.6)
            cairo_set_dash(context, [3, 2], 2, 0)
            cairo_rectangle(context, x, y, width, height)
            cairo_stroke(context)
            cairo_restore(context)
        case .code(let matrix, let x, let y, let side):
            let module = side / Double(matrix.side)
            for row in 0..<matrix.side {
                for column in 0..<matrix.side where matrix.isDark(row: row, column: column) {
                    cairo_rectangle(
                        context, x + Double(column) * module, y + Double(row) * module, module, module)
                }
            }
            cairo_fill(context)
        case .picture(let png, let x, let y, let height, let maximumWidth):
            try self.draw(png: png, x: x, y: y, height: height, maximumWidth: maximumWidth, on: context)
        }
    }

    private struct Unread {
        var bytes: ArraySlice<UInt8>
    }

    private func draw(
        png: [UInt8], x: Double, y: Double, height: Double, maximumWidth: Double, on context: OpaquePointer
    ) throws {
        var unread = Unread(bytes: png[...])
        let image = withUnsafeMutablePointer(to: &unread) { pointer in
            cairo_image_surface_create_from_png_stream(
                { closure, data, length in
                    guard let closure, let data else { return CAIRO_STATUS_READ_ERROR }
                    let unread = closure.assumingMemoryBound(to: Unread.self)
                    guard unread.pointee.bytes.count >= length else { return CAIRO_STATUS_READ_ERROR }
                    for (offset, byte) in unread.pointee.bytes.prefix(Int(length)).enumerated() { data[offset] = byte }
                    unread.pointee.bytes.removeFirst(Int(length))
                    return CAIRO_STATUS_SUCCESS
                }, pointer)
        }
        defer { cairo_surface_destroy(image) }
        let pixelHeight = Double(cairo_image_surface_get_height(image))
        let pixelWidth = Double(cairo_image_surface_get_width(image))
        guard cairo_surface_status(image) == CAIRO_STATUS_SUCCESS, pixelHeight > 0, pixelWidth > 0 else {
            throw LetterPressError.logoUnreadable
        }
        let scale = min(height / pixelHeight, maximumWidth / pixelWidth)
        cairo_save(context)
        cairo_translate(context, x, y)
        cairo_scale(context, scale, scale)
        cairo_set_source_surface(context, image, 0, 0)
        // Not cairo_paint: with that, cairo 1.16 fails in a tagged page (status 42).
        cairo_rectangle(context, 0, 0, pixelWidth, pixelHeight)
        cairo_fill(context)
        cairo_restore(context)
    }

    /// Puts the moment of creation in the place of the fixed one, in the same number of bytes, so that the table of
    /// positions stays right.
    ///
    /// cairo 1.16 writes `(20000101000000+00'00)` without the `D:` that the format demands (ISO 32000-1, 7.9.4).
    private func stamped(_ bytes: [UInt8]) throws -> [UInt8] {
        let fixed = Array("(20000101000000+00'00)".utf8)
        guard let place = bytes.lastRange(of: fixed) else {
            throw LetterPressError.drawingFailed(Int(CAIRO_STATUS_INVALID_STRING.rawValue))
        }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: self.createdAt)
        func padded(_ number: Int?, _ width: Int) -> String {
            let digits = String(number ?? 0)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let stamp =
            "(D:" + padded(parts.year, 4) + padded(parts.month, 2) + padded(parts.day, 2) + padded(parts.hour, 2)
            + padded(parts.minute, 2) + padded(parts.second, 2) + "+00')"
        var stamped = bytes
        stamped.replaceSubrange(place, with: Array(stamp.utf8))
        guard stamped.count == bytes.count else {
            throw LetterPressError.drawingFailed(Int(CAIRO_STATUS_INVALID_STRING.rawValue))
        }
        return stamped
    }
}

extension [UInt8] {
    /// Where a sequence of bytes stands for the last time.
    fileprivate func lastRange(of part: [UInt8]) -> Range<Int>? {
        guard self.count >= part.count else { return nil }
        for start in stride(from: self.count - part.count, through: 0, by: -1)
        where self[start] == part[0] && self[start..<start + part.count].elementsEqual(part) {
            return start..<start + part.count
        }
        return nil
    }
}
