package dev.sallyport.kit.token;

import dev.sallyport.domain.token.Algorithm;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Signature engines that are ready for one key, lent out one at a time: making one costs more than a P-256 signature. */
final class Signatures {
    private static final int KEPT = 64;

    private final BlockingQueue<Signature> ready = new ArrayBlockingQueue<>(KEPT);
    private final Maker maker;

    private interface Maker {
        Signature make() throws GeneralSecurityException;
    }

    private Signatures(Maker maker) {
        this.maker = maker;
    }

    static Signatures signing(Algorithm algorithm, PrivateKey key) {
        return new Signatures(() -> {
            Signature signature = CryptoProviders.signature(algorithm);
            signature.initSign(key);
            return signature;
        });
    }

    static Signatures verifying(Algorithm algorithm, PublicKey key) {
        return new Signatures(() -> {
            Signature signature = CryptoProviders.signature(algorithm);
            signature.initVerify(key);
            return signature;
        });
    }

    byte[] sign(byte[] input) {
        try {
            Signature signature = take();
            signature.update(input);
            byte[] signed = signature.sign();
            giveBack(signature);
            return signed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign", e);
        }
    }

    /** An engine that threw is not lent again: its state is unknown. */
    boolean verify(byte[] input, byte[] signed) {
        try {
            Signature signature = take();
            signature.update(input);
            boolean valid = signature.verify(signed);
            giveBack(signature);
            return valid;
        } catch (SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot verify", e);
        }
    }

    private Signature take() throws GeneralSecurityException {
        Signature signature = ready.poll();
        return signature == null ? maker.make() : signature;
    }

    /** Where enough are kept already, this one is let go. */
    private void giveBack(Signature signature) {
        var _ = ready.offer(signature);
    }
}
