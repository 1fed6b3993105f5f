import Contracts
import Foundation
import Messaging
import MessagingLive
import Postgres
import TestSupport
import Testing
import Web

@testable import ServiceHost

/// Acts on nothing: only its type matters here.
private struct Ignore<Body: Event>: MessageHandler {
    static var consumer: ConsumerName { "test.ignore" }
    static var retry: RetryPolicy { .never }
    func handle(_ event: Body, in tx: Transaction, context: MessageContext) throws {}
}

@Suite("Handlers and catalogues")
struct CatalogueTests {
    static func definition(_ handlers: [AnyEventHandler]) async throws -> ServiceDefinition {
        let keys = TokenKey.makePair()
        let site = WebSite(
            publicURL: "https://layak.example",
            tokens: try await TokenVerifier(publicKeys: [try TokenKey.publicKey(keys.publicKey)]),
            pages: try PageRenderer(bundles: [], texts: [:]))
        return ServiceDefinition(router: GuardedRouter(site: site), eventHandlers: handlers)
    }

    static let all: [AnyEventHandler] = [
        AnyEventHandler(Ignore<ContactVerified>()), AnyEventHandler(Ignore<ContactProofRequested>()),
        AnyEventHandler(Ignore<StandardPublished>()),
        AnyEventHandler(Ignore<CaseOpened>()), AnyEventHandler(Ignore<CaseReturned>()),
        AnyEventHandler(Ignore<CaseDeclaredComplete>()), AnyEventHandler(Ignore<CaseDueMoved>()),
        AnyEventHandler(Ignore<CaseCorrectionRequested>()),
        AnyEventHandler(Ignore<CaseLetterIssued>()), AnyEventHandler(Ignore<CaseRefused>()),
    ]

    @Test("A service with a handler for each of its types has no gap")
    func complete() async throws {
        #expect(try await Self.definition(Self.all).catalogueGaps(of: .notify) == [])
    }

    @Test("A forgotten handler is named: its events would be acknowledged and forgotten")
    func forgotten() async throws {
        let definition = try await Self.definition(Array(Self.all.dropLast()))
        #expect(definition.catalogueGaps(of: .notify) == ["nobody handles case.refused.v1"])
    }

    @Test("A handler for what the catalogue gives to others is named: its events would never arrive")
    func superfluous() async throws {
        let definition = try await Self.definition(Self.all + [AnyEventHandler(Ignore<ComplaintFiled>())])
        #expect(
            definition.catalogueGaps(of: .notify) == ["complaint.filed.v1 is handled but not given to notify"])
    }
}
