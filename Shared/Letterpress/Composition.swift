/// Puts the parts of a letter onto pages, from top to bottom.
struct Composition {
    private let typesetter: Typesetter
    private var pages = [Page()]
    private var y = Sheet.top
    private var elements = 0

    private static let size = 11.0
    private static let body = Typesetter.Style(size: Self.size)
    private static let justified = Typesetter.Style(size: Self.size, alignment: .justified)
    private static let bold = Typesetter.Style(size: Self.size, isBold: true)

    init(typesetter: Typesetter) { self.typesetter = typesetter }

    mutating func compose(_ document: LetterDocument, numbers: LetterNumbers?) throws {
        self.letterhead(document)
        self.heading(document, numbers)
        self.recipient(document.recipient)
        let closing = try self.closing(document, numbers)
        for (index, paragraph) in document.paragraphs.enumerated() {
            switch paragraph {
            case .text(let text):
                let isLast = index == document.paragraphs.count - 1
                self.text(text, followedBy: isLast ? closing.height : 0)
            case .table(let pairs): self.table(pairs, numbers)
            case .numbered(let texts): self.numbered(texts)
            case .statement(let text): self.statement(text)
            }
        }
        self.set(closing)
    }

    /// The pages, each with its number when there are several.
    func finishedPages() -> [Page] {
        guard self.pages.count > 1 else { return self.pages }
        return self.pages.enumerated().map { index, page in
            var page = page
            let block = self.typesetter.set(
                "Halaman \(index + 1) dari \(self.pages.count)", Typesetter.Style(size: 8.5, alignment: .centre),
                width: Sheet.textWidth)
            page.items.append(
                Page.Item(
                    tag: "P", element: -1,
                    shape: .line(block, index: 0, x: Sheet.left, y: Sheet.height - 28)))
            return page
        }
    }

    // MARK: Parts

    private mutating func letterhead(_ document: LetterDocument) {
        var left = Sheet.left
        let top = self.y
        if let logo = document.logoPNG {
            self.add("Figure", .picture(logo, x: Sheet.left, y: top, height: 62, maximumWidth: 84))
            left += 92
        }
        // With a logo the text is centred beside it; without one, on the page.
        let width = Sheet.width - Sheet.right - left
        let isTitle = { (line: String) in line == line.uppercased() && line.contains { $0.isLetter } }
        let titles = document.letterhead.prefix(while: isTitle)
        for (index, line) in document.letterhead.enumerated() {
            let style =
                index < titles.count
                ? Typesetter.Style(size: 15, isBold: true, alignment: .centre)
                : Typesetter.Style(size: 9, alignment: .centre)
            if index == titles.count, index > 0 { self.y += 3 }
            self.flow(self.typesetter.set(line, style, width: width), tag: index < titles.count ? "H1" : "P", x: left)
        }
        if document.logoPNG != nil { self.y = max(self.y, top + 64) }
        self.y += 5
        let element = self.newElement()
        self.add(nil, .rule(x: Sheet.left, y: self.y, width: Sheet.textWidth, thickness: 2.2), element)
        self.add(nil, .rule(x: Sheet.left, y: self.y + 3.4, width: Sheet.textWidth, thickness: 0.7), element)
        self.y += 18
    }

    /// Nomor, Sifat, Lampiran and Hal on the left; place and date on the right.
    private mutating func heading(_ document: LetterDocument, _ numbers: LetterNumbers?) {
        let top = self.y
        let dateWidth = 190.0
        let dateX = Sheet.width - Sheet.right - dateWidth
        if let numbers {
            let block = self.typesetter.set(
                "\(document.place), \(numbers.date)", Typesetter.Style(size: Self.size, alignment: .right),
                width: dateWidth)
            self.flow(block, tag: "P", x: dateX)
        } else {
            let boxWidth = 96.0
            let block = self.typesetter.set(
                "\(document.place),", Typesetter.Style(size: Self.size, alignment: .right),
                width: dateWidth - boxWidth - 4)
            self.add(
                "Figure",
                .placeholder(x: Sheet.width - Sheet.right - boxWidth, y: top + 1, width: boxWidth, height: 12))
            self.flow(block, tag: "P", x: dateX)
        }
        self.y = top
        let labelWidth = 58.0
        let valueX = Sheet.left + labelWidth + 8
        let valueWidth = dateX - valueX - 8
        let lines: [(label: String, value: String?)] = [
            ("Nomor", numbers?.letterNumber), ("Sifat", document.nature), ("Lampiran", document.enclosure),
            ("Hal", document.subject),
        ]
        for (label, value) in lines {
            self.pair(
                label, value, Typesetter.Style(size: Self.size, isBold: label == "Hal"), labelWidth: labelWidth,
                // Below the date there is room for more.
                valueWidth: label == "Nomor" ? valueWidth : Sheet.textWidth - labelWidth - 90, placeholderWidth: 170)
        }
        self.y += 16
    }

    private mutating func recipient(_ lines: [String]) {
        let element = self.newElement()
        for line in lines {
            self.flow(self.typesetter.set(line, Self.body, width: 300), tag: "P", x: Sheet.left, element: element)
        }
        self.y += 12
    }

    /// - Parameter height: what should stand on the same page below it: a signature alone on a page is bad form.
    private mutating func text(_ text: String, followedBy height: Double) {
        let style = Typesetter.Style(size: Self.size, alignment: .justified, indent: 36)
        let block = self.typesetter.set(text, style, width: Sheet.textWidth)
        if height > 0, block.height + height < Sheet.height / 2 { self.reserve(block.height + 8 + height) }
        self.flow(block, tag: "P", x: Sheet.left)
        self.y += 8
    }

    private mutating func table(_ pairs: [LetterDocument.Pair], _ numbers: LetterNumbers?) {
        for pair in pairs {
            let value: String? =
                switch pair.value {
                case .text(let text): text
                // A letter without a recommendation number has a dash; one that is not issued yet has a box.
                case .recommendationNumber: numbers.map { $0.recommendationNumber ?? "-" }
                }
            let isBold = pair.value == .recommendationNumber
            self.pair(
                pair.label, value, Typesetter.Style(size: Self.size, isBold: isBold), labelWidth: 148,
                valueWidth: Sheet.textWidth - 18 - 148 - 8, placeholderWidth: 110, x: Sheet.left + 18)
            self.y += 1.5
        }
        self.y += 7
    }

    private mutating func numbered(_ texts: [String]) {
        for (index, text) in texts.enumerated() {
            let number = self.typesetter.set("\(index + 1).", Self.body, width: 24)
            let block = self.typesetter.set(text, Self.justified, width: Sheet.textWidth - 42)
            self.flow(
                [(number, Sheet.left + 18), (block, Sheet.left + 42)], tag: "P", element: self.newElement())
            self.y += 3
        }
        self.y += 6
    }

    private mutating func statement(_ text: String) {
        self.y += 4
        let style = Typesetter.Style(size: 12.5, isBold: true, alignment: .centre)
        let block = self.typesetter.set(text, style, width: Sheet.textWidth - 40)
        self.reserve(block.height)
        self.flow(block, tag: "P", x: Sheet.left + 20)
        self.y += 12
    }

    /// What ends the letter: signature, verification and copies.
    private struct Closing {
        var office: TextBlock
        var name: TextBlock?
        var matrix: QRMatrix?
        var caption: TextBlock
        var address: TextBlock?
        var codeLabel: TextBlock
        var code: TextBlock?
        var copies: [TextBlock]

        static let indent = 10.0
        static let signatureSpace = 44.0
        static let codeSide = 74.0
        static let rightX = Sheet.left + 252
        static let captionX = Sheet.left + Self.codeSide + 10
        static let captionWidth = Self.rightX - Self.captionX - 14
        static let addressBox = (width: Self.captionWidth, height: 18.0)
        static let codeBox = (width: 92.0, height: 11.0)

        /// The height of the part that is never torn apart.
        var signatureHeight: Double {
            let right = self.office.height + Self.signatureSpace + (self.name?.height ?? 0)
            let left =
                self.caption.height + (self.address?.height ?? Self.addressBox.height + 3) + 3
                + self.codeLabel.height + (self.code?.height ?? Self.codeBox.height + 3)
            return Self.indent + max(right, left, Self.codeSide + 2)
        }

        var height: Double {
            self.signatureHeight + (self.copies.isEmpty ? 0 : 14 + self.copies.reduce(0) { $0 + $1.height })
        }
    }

    private func closing(_ document: LetterDocument, _ numbers: LetterNumbers?) throws -> Closing {
        let rightWidth = Sheet.width - Sheet.right - Closing.rightX
        let small = Typesetter.Style(size: 8)
        let code = Typesetter.Style(size: 9.5, isBold: true)
        let copies = Typesetter.Style(size: 9.5)
        func caption(_ text: String, _ style: Typesetter.Style = small) -> TextBlock {
            self.typesetter.set(text, style, width: Closing.captionWidth)
        }
        return Closing(
            office: self.typesetter.set(document.signerOffice, Self.body, width: rightWidth),
            name: document.signerName.map { self.typesetter.set($0, Self.bold, width: rightWidth) },
            matrix: try numbers.map { try QRMatrix($0.verificationURL) },
            caption: caption("Pindai untuk memeriksa keaslian surat ini, atau buka"),
            address: numbers.map { caption($0.verificationURL) }, codeLabel: caption("Kode verifikasi:"),
            code: numbers.map { caption($0.verificationCode, code) },
            copies: (document.copies.isEmpty ? [] : ["Tembusan:"] + document.copies).enumerated().map { index, copy in
                self.typesetter.set(copy, copies, width: Sheet.textWidth - (index == 0 ? 0 : 16))
            })
    }

    /// The office and the name on the right, the code that verifies the letter on the left; below them the copies.
    private mutating func set(_ closing: Closing) {
        self.reserve(closing.height < Sheet.height / 2 ? closing.height : closing.signatureHeight)
        self.y += Closing.indent
        let top = self.y
        let element = self.newElement()
        self.flow(closing.office, tag: "P", x: Closing.rightX, element: element)
        self.y += Closing.signatureSpace
        if let name = closing.name { self.flow(name, tag: "P", x: Closing.rightX, element: element) }
        let bottom = self.y

        self.y = top
        if let matrix = closing.matrix {
            self.add("Figure", .code(matrix, x: Sheet.left, y: top + 2, side: Closing.codeSide))
        } else {
            self.add(
                "Figure", .placeholder(x: Sheet.left, y: top + 2, width: Closing.codeSide, height: Closing.codeSide))
        }
        self.flow(closing.caption, tag: "P", x: Closing.captionX)
        self.flow(closing.address, tag: "P", x: Closing.captionX, placeholder: Closing.addressBox)
        self.y += 3
        self.flow(closing.codeLabel, tag: "P", x: Closing.captionX)
        self.flow(closing.code, tag: "P", x: Closing.captionX, placeholder: Closing.codeBox)
        self.y = max(bottom, self.y, top + Closing.codeSide + 2)
        guard let title = closing.copies.first else { return }

        self.y += 14
        self.reserve(title.height * 2)
        self.flow(title, tag: "P", x: Sheet.left)
        for (index, block) in closing.copies.dropFirst().enumerated() {
            let number = self.typesetter.set("\(index + 1).", Typesetter.Style(size: 9.5), width: 16)
            self.flow([(number, Sheet.left), (block, Sheet.left + 16)], tag: "P", element: self.newElement())
        }
    }

    // MARK: Flow

    /// A label, a colon and a value; a box in place of a value that is not known yet.
    private mutating func pair(
        _ label: String, _ value: String?, _ style: Typesetter.Style, labelWidth: Double, valueWidth: Double,
        placeholderWidth: Double, x: Double = Sheet.left
    ) {
        let labelBlock = self.typesetter.set(label, Self.body, width: labelWidth)
        let colon = self.typesetter.set(":", Self.body, width: 8)
        let element = self.newElement()
        let valueX = x + labelWidth + 8
        if let value {
            let block = self.typesetter.set(value, style, width: valueWidth)
            self.flow([(labelBlock, x), (colon, x + labelWidth), (block, valueX)], tag: "P", element: element)
        } else {
            self.reserve(labelBlock.height)
            self.add(
                "Figure", .placeholder(x: valueX, y: self.y + 1, width: placeholderWidth, height: 12))
            self.flow([(labelBlock, x), (colon, x + labelWidth)], tag: "P", element: element)
        }
    }

    private mutating func flow(
        _ block: TextBlock?, tag: String, x: Double, placeholder: (width: Double, height: Double)
    ) {
        if let block {
            self.flow(block, tag: tag, x: x)
        } else {
            self.add(
                "Figure",
                .placeholder(x: x, y: self.y + 1, width: placeholder.width, height: placeholder.height))
            self.y += placeholder.height + 3
        }
    }

    private mutating func flow(_ block: TextBlock, tag: String, x: Double, element: Int? = nil) {
        self.flow([(block, x)], tag: tag, element: element ?? self.newElement())
    }

    /// Sets columns side by side, line by line, and goes on to the next page when one is full.
    private mutating func flow(_ columns: [(block: TextBlock, x: Double)], tag: String, element: Int) {
        let lineCount = columns.map(\.block.lineCount).max() ?? 0
        let leading = columns.map(\.block.leading).max() ?? 0
        // Neither the first nor the last line of several stands alone on a page.
        if lineCount > 1 { self.reserve(leading * Double(min(lineCount, 2))) }
        var element = element
        for index in 0..<lineCount {
            let mustStayTogether = index == lineCount - 2 && index > 0
            if self.reserve(leading * (mustStayTogether ? 2 : 1)) { element = self.newElement() }
            for column in columns where index < column.block.lineCount {
                self.add(
                    tag, .line(column.block, index: index, x: column.x, y: self.y + column.block.ascent), element)
            }
            self.y += leading
        }
    }

    /// Begins a new page unless there is room.
    @discardableResult
    private mutating func reserve(_ height: Double) -> Bool {
        guard self.y + height > Sheet.lowest, !(self.pages.last?.items.isEmpty ?? true) else { return false }
        self.pages.append(Page())
        self.y = Sheet.continuedTop
        return true
    }

    private mutating func newElement() -> Int {
        self.elements += 1
        return self.elements
    }

    private mutating func add(_ tag: String?, _ shape: Page.Shape, _ element: Int? = nil) {
        let element = element ?? self.newElement()
        self.pages[self.pages.count - 1].items.append(Page.Item(tag: tag, element: element, shape: shape))
    }
}
