public import Foundation

/// One mail to one recipient, with a plain and an HTML form of the same words.
///
/// Equal messages give equal bytes: identifier and date come from the caller, nothing is read from the clock.
public struct MailMessage: Hashable, Sendable {
    /// Who sends; also the envelope sender.
    public var from: Mailbox
    /// Who receives.
    public var to: Mailbox
    /// Any text; control characters become spaces.
    public var subject: String
    /// The words for readers without HTML.
    public var text: String
    /// The same words as an HTML document.
    public var html: String
    /// Chosen by the caller.
    public var messageID: MailMessageID
    /// When the mail was written.
    public var date: Date
    /// Seconds ahead of UTC in which `date` is shown.
    public var zoneOffset: Int
    /// Earlier mails of the same conversation, oldest first.
    public var references: [MailMessageID]

    /// A message with everything said.
    public init(
        from: Mailbox, to: Mailbox, subject: String, text: String, html: String, messageID: MailMessageID, date: Date,
        zoneOffset: Int = 0, references: [MailMessageID] = []
    ) {
        self.from = from
        self.to = to
        self.subject = subject
        self.text = text
        self.html = html
        self.messageID = messageID
        self.date = date
        self.zoneOffset = zoneOffset
        self.references = references
    }

    /// The message as it goes over the wire (RFC 5322, 2045): ASCII, CRLF, no line over 998 octets.
    ///
    /// `Auto-Submitted: auto-generated` (RFC 3834) keeps vacation responders quiet.
    public func rendered() -> [UInt8] {
        // Safe as a constant: the parts are base64, which cannot contain it.
        let boundary = "=_layak_part"
        var head = [
            "From: \(self.from.header)", "To: \(self.to.header)", "Subject: \(HeaderText.encode(self.subject))",
            "Date: \(Self.dateText(self.date, offset: self.zoneOffset))", "Message-ID: \(self.messageID.text)",
        ]
        if let last = self.references.last {
            head.append("In-Reply-To: \(last.text)")
            head.append("References: " + self.references.map(\.text).joined(separator: "\r\n "))
        }
        head += [
            "Auto-Submitted: auto-generated", "MIME-Version: 1.0",
            "Content-Type: multipart/alternative; boundary=\"\(boundary)\"",
        ]
        var lines = head + [""]
        for (type, content) in [("text/plain", self.text), ("text/html", self.html)] {
            lines += [
                "--\(boundary)", "Content-Type: \(type); charset=utf-8", "Content-Transfer-Encoding: base64", "",
            ]
            lines += Self.base64Lines(content)
        }
        lines += ["--\(boundary)--", ""]
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    private static func base64Lines(_ content: String) -> [String] {
        // Text parts have CRLF line ends before they are encoded (RFC 2046 §4.1.1).
        let normal = content.replacingOccurrences(of: "\r\n", with: "\n").replacingOccurrences(of: "\n", with: "\r\n")
        let encoded = Array(Data(normal.utf8).base64EncodedString().utf8)
        return stride(from: 0, to: encoded.count, by: 76).map { start in
            String(decoding: encoded[start..<min(start + 76, encoded.count)], as: UTF8.self)
        }
    }

    static func dateText(_ date: Date, offset: Int) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: offset) ?? .gmt
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second, .weekday], from: date)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        func two(_ value: Int?) -> String { let value = value ?? 0; return value < 10 ? "0\(value)" : "\(value)" }
        let zone = abs(calendar.timeZone.secondsFromGMT()) / 60
        let sign = calendar.timeZone.secondsFromGMT() < 0 ? "-" : "+"
        let day = days[((parts.weekday ?? 1) - 1) % 7]
        let month = months[((parts.month ?? 1) - 1) % 12]
        let time = "\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second))"
        return
            "\(day), \(two(parts.day)) \(month) \(parts.year ?? 1970) \(time) \(sign)\(two(zone / 60))\(two(zone % 60))"
    }
}
