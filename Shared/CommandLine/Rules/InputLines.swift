import Foundation

/// The lines of standard input or of a file, one after the other, without ever holding more than one and a piece.
///
/// A line ends with LF or CR LF. Lines with nothing but blanks are passed over, and so is the byte order mark with which
/// spreadsheets begin a file.
struct InputLines: Sequence, IteratorProtocol {
    /// 1 MiB: longer lines are no question that a rule has an answer for.
    static let longestLine = 1 << 20
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private let piece: () -> Data?
    /// What has been read and not yet taken, from `position` on.
    private var read: [UInt8] = []
    private var position = 0
    /// The number of the line that ``next()`` gave last, from 1, as an editor counts: lines that are passed over count too.
    private(set) var number = 0

    /// A line, or why it cannot be taken, with how it begins.
    enum Line: Hashable {
        case text(String)
        case refused(String, RuleFault)
    }

    /// Reads as far as is needed: whoever types a line gets its answer before the next.
    init(reading file: FileHandle) { self.piece = { file.availableData } }

    /// The lines of text that is there.
    init(_ data: Data) {
        self.piece = { nil }
        self.read = Array(data)
    }

    mutating func next() -> Line? {
        while var bytes = self.nextBytes() {
            if self.number == 1, bytes.starts(with: Self.byteOrderMark) {
                bytes.removeFirst(Self.byteOrderMark.count)
            }
            guard bytes.count <= Self.longestLine else {
                let beginning = String(decoding: bytes.prefix(RuleDesk.longestEcho), as: UTF8.self)
                return .refused(beginning, RuleFault("the line is longer than \(Self.longestLine) bytes"))
            }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                return .refused(String(decoding: bytes, as: UTF8.self), RuleFault("the line is not UTF-8"))
            }
            if !text.allSatisfy(\.isWhitespace) { return .text(text) }
        }
        return nil
    }

    /// The bytes of the next line without its end; of a line that is too long the beginning, its rest is passed over.
    private mutating func nextBytes() -> [UInt8]? {
        var line: [UInt8] = []
        var isEnded = false
        while !isEnded {
            if self.position == self.read.count {
                guard let more = self.piece(), !more.isEmpty else { break }
                self.read = Array(more)
                self.position = 0
            }
            let rest = self.read[self.position...]
            let end = rest.firstIndex(of: 0x0A)
            let taken = rest[..<(end ?? rest.endIndex)]
            // Two more than a line may have: its CR, and the one that shows that it is too long.
            line.append(contentsOf: taken.prefix(Swift.max(0, Self.longestLine + 2 - line.count)))
            isEnded = end != nil
            self.position = end.map { $0 + 1 } ?? rest.endIndex
        }
        if !isEnded, line.isEmpty { return nil }
        self.number += 1
        if line.last == 0x0D { line.removeLast() }
        return line
    }
}
