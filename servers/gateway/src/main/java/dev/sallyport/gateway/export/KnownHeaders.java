package dev.sallyport.gateway.export;

import java.util.List;

/** Names of headers that proxies have to be told one by one where the gateway knows them by their beginnings. */
final class KnownHeaders {
    /** What a client may not say: names that servers are known to believe. */
    static final List<String> CLAIMS = List.of(
            "x-auth-request-email",
            "x-auth-request-groups",
            "x-auth-request-user",
            "x-auth-user",
            "x-forwarded-access-token",
            "x-forwarded-email",
            "x-forwarded-groups",
            "x-forwarded-preferred-username",
            "x-forwarded-user",
            "x-original-url",
            "x-original-uri",
            "x-original-method",
            "x-original-host",
            "x-remote-user",
            "x-remote-email",
            "x-remote-groups",
            "x-user",
            "x-user-email",
            "x-user-id",
            "x-user-name",
            "x-user-roles",
            "x-webauth-user",
            "x-webauth-email",
            "x-webauth-name",
            "x-webauth-groups",
            "x-client-cert",
            "x-ssl-client-cert",
            "ssl-client-cert",
            "remote-user",
            "remote-groups",
            "remote-email",
            "remote-name",
            "client-cert",
            "client-cert-chain",
            "x-tls-client-cert",
            "x-arr-clientcert",
            "x-amzn-mtls-clientcert",
            "x-amzn-mtls-clientcert-leaf");

    /** What an origin that is not the house's may not say. */
    static final List<String> ORIGINS_OWN = List.of(
            "access-control-allow-credentials",
            "access-control-allow-headers",
            "access-control-allow-methods",
            "access-control-allow-origin",
            "access-control-allow-private-network",
            "access-control-expose-headers",
            "access-control-max-age",
            "x-aspnet-version",
            "x-aspnetmvc-version",
            "x-envoy-decorator-operation",
            "x-envoy-upstream-service-time",
            "x-powered-by",
            "x-powered-by-plesk");

    /** What such an origin is told, where a proxy cannot take out names by their beginnings. */
    static final List<String> HANDED_ON = List.of(
            "Accept",
            "Accept-Charset",
            "Accept-Encoding",
            "Accept-Language",
            "Baggage",
            "Cache-Control",
            "Content-Disposition",
            "Content-Encoding",
            "Content-Language",
            "Content-Type",
            "DPoP",
            "Idempotency-Key",
            "If-Match",
            "If-Modified-Since",
            "If-None-Match",
            "If-Range",
            "If-Unmodified-Since",
            "Last-Event-ID",
            "Origin",
            "Pragma",
            "Prefer",
            "Range",
            "Referer",
            "Sec-Fetch-Dest",
            "Sec-Fetch-Mode",
            "Sec-Fetch-Site",
            "Sec-Fetch-User",
            "Traceparent",
            "Tracestate",
            "Tus-Resumable",
            "Upload-Concat",
            "Upload-Defer-Length",
            "Upload-Length",
            "Upload-Metadata",
            "Upload-Offset",
            "User-Agent",
            "X-Requested-With");

    /** What the house believes of a trusted proxy, and the proxies here do not say: so nobody may say it through them. */
    static final List<String> BELIEVED = List.of("client-cert", "client-cert-chain", "forwarded");

    private KnownHeaders() {}
}
