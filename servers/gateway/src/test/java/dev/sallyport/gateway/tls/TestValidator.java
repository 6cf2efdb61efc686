package dev.sallyport.gateway.tls;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.asn1.ASN1OctetString;

/** Looks for itself whether a host is whose it is said to be; every host is on loopback. */
final class TestValidator {
    private static final String OID = "1.3.6.1.5.5.7.1.31";

    private TestValidator() {}

    /** What is wrong with the proof by a text on the unencrypted port. */
    static Optional<String> overHttp(int port, String host, String token, String expected) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5_000);
            String request = "GET /.well-known/acme-challenge/" + token + " HTTP/1.1\r\nHost: " + host
                    + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
            return answer.startsWith("HTTP/1.1 200 ") && body.equals(expected)
                    ? Optional.empty()
                    : Optional.of("got " + answer.lines().findFirst().orElse("nothing"));
        } catch (java.io.IOException e) {
            return Optional.of("connection: " + e.getMessage());
        }
    }

    /** What is wrong with the proof by a handshake. */
    static Optional<String> overTls(int port, String host, String expected) {
        try (SSLSocket socket = socket(port, host, "acme-tls/1")) {
            socket.startHandshake();
            var leaf = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            byte[] proof = ASN1OctetString.getInstance(ASN1OctetString.getInstance(leaf.getExtensionValue(OID))
                            .getOctets())
                    .getOctets();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(expected.getBytes(StandardCharsets.US_ASCII));
            boolean right = socket.getApplicationProtocol().equals("acme-tls/1")
                    && leaf.getCriticalExtensionOIDs().contains(OID)
                    && MessageDigest.isEqual(proof, digest)
                    && dev.sallyport.kit.engine.CertifiedKey.hostsOf(leaf).equals(List.of(host));
            return right ? Optional.empty() : Optional.of("the certificate does not prove it");
        } catch (Exception e) {
            return Optional.of("handshake: " + e.getMessage());
        }
    }

    /** The certificate that everybody is shown. */
    static X509Certificate shown(int port, String host) throws Exception {
        try (SSLSocket socket = socket(port, host, "http/1.1")) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static SSLSocket socket(int port, String host, String protocol) throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
        var socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(5_000);
        var parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        parameters.setApplicationProtocols(new String[] {protocol});
        socket.setSSLParameters(parameters);
        return socket;
    }

    /** Trusts everybody: an authority that validates has nobody to ask yet. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
