import Foundation
import Mail
import TestSupport

/// A message to `local`@contoh.go.id; the local part tells the test server what to do.
func message(to local: String, id: String = "notice-1", subject: String = "Pengajuan Anda") throws -> MailMessage {
    try MailMessage(
        from: Mailbox(name: "Layak BPS", address: address("layak@bps.example")),
        to: Mailbox(name: "Bu Sari", address: address("\(local)@contoh.go.id")), subject: subject,
        text: "Yth. Bu Sari,\n.\nPengajuan Anda diterima.\n", html: "<p>Pengajuan Anda diterima.</p>",
        messageID: messageID(id), date: Date(timeIntervalSince1970: 1_773_363_600), zoneOffset: 7 * 3600)
}

struct NotAnAddress: Error {}

func address(_ text: String) throws -> MailAddress {
    guard let address = MailAddress(text) else { throw NotAnAddress() }
    return address
}

func messageID(_ left: String) throws -> MailMessageID {
    guard let id = MailMessageID(left: left, right: "bps.example") else { throw NotAnAddress() }
    return id
}

func smtp(
    _ server: TestMailServer, password: String? = nil, authority: String? = nil, timeout: Duration = .seconds(30)
) throws -> SMTPTransport {
    SMTPTransport(
        try SMTPConfiguration(
            url: server.url,
            credentials: SMTPConfiguration.Credentials(user: server.user, password: password ?? server.password),
            authorityFile: authority ?? server.authorityFile, totalTimeout: timeout))
}
