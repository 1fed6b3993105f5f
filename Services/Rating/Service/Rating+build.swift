import Contracts
import Foundation
import MessagingLive
import RatingDomain
import ServiceHost
import Web

extension SettingKey {
    /// The key of rating links.
    static let linkKey = SettingKey(
        "LAYAK_LINK_KEY", "key of the links in mails, 32 bytes in base64, the same in Intake, Notify and Rating",
        example: "openssl rand -base64 32", isSecret: true)
    /// All that only Rating reads.
    static let rating: [SettingKey] = [.linkKey]
}

/// What Rating is built from besides the common dependencies; tests make their own.
struct RatingParts: Sendable {
    var link: RatingLink
    /// So many random bytes, for tracking codes.
    var random: @Sendable (Int) -> [UInt8] = { count in
        var source = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &source) }
    }
    /// Complaints from one address.
    var filing = Allowance(tries: 20, per: .seconds(3600))
    /// Looks at complaints from one address.
    var tracking = Allowance(tries: 120, per: .seconds(600))
    /// Answers from one address, and under one link.
    var rating = Allowance(tries: 100, per: .seconds(600))
    /// In what time complaints are to be dealt with.
    var terms: ComplaintTerms

    /// - Throws: `DataFault` for a fault in the file of terms.
    init(link: RatingLink) throws {
        self.link = link
        let name = "complaint-terms.json"
        let file = Bundle.module.bundleURL.appending(path: "Data/\(name)")
        let terms = try Data(contentsOf: file)
        self.terms = try ComplaintTerms(json: Array(terms), file: name)
    }

    /// Reads the parts from the environment.
    ///
    /// - Throws: ``ServiceHost/SettingError`` for a key at fault; `DataFault` for a fault in the file of terms.
    init(_ reader: SettingsReader) throws {
        try self.init(link: try reader.parsed(.linkKey, as: "32 bytes in base64") { try RatingLink(base64: $0) })
    }
}

/// Rating as a value: the composition root, for the process and for tests.
struct Rating: Sendable {
    let definition: ServiceDefinition

    init(_ dependencies: ServiceDependencies, parts: RatingParts) {
        let take = TakeComplaint(identifiers: dependencies.identifiers, random: parts.random)
        let router = GuardedRouter(site: dependencies.site)
        OperatorRoutes(dependencies).register(on: router)
        RatingRoutes(
            dependencies: dependencies, link: parts.link, give: GiveRating(identifiers: dependencies.identifiers),
            allowance: parts.rating
        ).register(on: router)
        SatisfactionRoutes(dependencies: dependencies).register(on: router)
        ComplaintRoutes(
            dependencies: dependencies, take: take, filing: parts.filing, tracking: parts.tracking, terms: parts.terms
        ).register(on: router)
        ComplaintAPI(
            dependencies: dependencies, take: take, filing: parts.filing, tracking: parts.tracking
        ).register(on: router)
        self.definition = ServiceDefinition(
            router: router,
            eventHandlers: [
                AnyEventHandler(KeepUnit()), AnyEventHandler(KeepCalendar()), AnyEventHandler(KeepCase()),
                AnyEventHandler(NoteLetter()), AnyEventHandler(NoteRefusal()), AnyEventHandler(OpenInvitation()),
                AnyEventHandler(RevealRating()),
            ], commandHandlers: [AnyCommandHandler(FileComplaintFromChannel(take: take))])
    }
}
