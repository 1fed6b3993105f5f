import ActivityForm
import Contracts
import Foundation
import MessagingLive
import ReviewDomain
import ServiceHost
import Standards
import Web
import WorkingDays

/// The composition root of Review, used by `main` and by tests.
///
/// - Parameter office: what the deployed Review knows besides its tables.
func buildReview(_ dependencies: ServiceDependencies, office: ReviewOffice) -> ServiceDefinition {
    let router = GuardedRouter(site: dependencies.site)
    OperatorRoutes(dependencies).register(on: router)
    ReviewRoutes(dependencies: dependencies, office: office).register(on: router)
    return ServiceDefinition(
        router: router,
        eventHandlers: [
            AnyEventHandler(OpenCase(office: office)), AnyEventHandler(TakeAnswer(office: office)),
            AnyEventHandler(KeepStandard()), AnyEventHandler(RecordDelivery(office: office)),
            AnyEventHandler(RecordRating(office: office)),
        ],
        commandHandlers: CommandSet.handlers(office),
        timers: [
            UnratedCompletion.handler(office, identifiers: dependencies.identifiers),
            ClockProjection.handler(identifiers: dependencies.identifiers),
        ],
        background: [
            BackgroundWork("load calendar") {
                try await CalendarLoading.loadBundled(
                    into: dependencies.database, at: dependencies.now(), identifiers: dependencies.identifiers)
                _ = try await ClockProjection(identifiers: dependencies.identifiers)
                    .run(on: dependencies.database, now: dependencies.now)
            }
        ],
        measure: { await CalendarWatch.measure(dependencies) })
}

extension ReviewOffice {
    /// Reads the office's settings.
    ///
    /// - Throws: ``ServiceHost/SettingError`` for a key that cannot be used.
    static func configured(_ reader: SettingsReader, publicURL: String) throws -> ReviewOffice {
        let prefix = try reader.text(.recommendationPrefix)
        let numbering = try reader.parsed(
            .letterBlocks, as: "entries unit=pattern[@first] or unit=register, divided by ;"
        ) {
            NumberingRules(prefix: prefix, blocks: $0)
        }
        let logo = try reader.optional(.letterLogo).map { path -> [UInt8] in
            guard let data = FileManager.default.contents(atPath: path), data.count <= 256 * 1024,
                data.starts(with: [0x89, 0x50, 0x4E, 0x47])
            else {
                throw SettingError(
                    SettingKey.letterLogo.name, "cannot be used: it must name a PNG file of at most 256 KiB.")
            }
            return [UInt8](data)
        }
        try LetterProof.print(logo: logo)
        return try self.standard(numbering: numbering, publicURL: publicURL, logo: logo)
    }

    /// An office with the forms and regions that come with the program.
    static func standard(
        numbering: NumberingRules, publicURL: String, logo: [UInt8]? = nil, codes: VerificationCodeSource = .system
    ) throws -> ReviewOffice {
        let units = try UnitDirectory.load()
        return ReviewOffice(
            form: try FormDefinition.msKeg(), regions: RegionNames { units.regionName($0) }, checks: try FormChecks(),
            numbering: numbering, publicURL: publicURL, logo: logo, clockRules: try ClockRules.bundled(),
            verificationCodes: codes)
    }
}

extension SettingKey {
    /// First letters of recommendation numbers.
    static let recommendationPrefix = SettingKey(
        "LAYAK_RECOMMENDATION_PREFIX", "first letters of recommendation numbers, one to four capitals", example: "V",
        need: .fallback("V"))
    /// How units number their letters.
    static let letterBlocks = SettingKey(
        "LAYAK_LETTER_BLOCKS",
        "how units number their letters: unit=pattern[@first] or unit=register (typed by the signer), divided by ;",
        example: "6104=B-{n}/{unit}0/VS.190/{year}@1145;1375=register;*=B-{n}/{unit}0/VS.190/{year}",
        need: .fallback("*=B-{n}/{unit}0/VS.190/{year}"))
    /// The letterhead's picture.
    static let letterLogo = SettingKey(
        "LAYAK_LETTER_LOGO", "PNG file for the letterhead; without it none is printed",
        example: "/etc/layak/logo.png", need: .optional)

    /// The keys that only Review reads.
    static let review: [SettingKey] = [.recommendationPrefix, .letterBlocks, .letterLogo]
}

/// Where the pages' templates are.
enum ReviewBundle {
    /// The bundle of this module.
    static var templates: Bundle { .module }
}
