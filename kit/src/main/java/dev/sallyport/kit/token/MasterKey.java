package dev.sallyport.kit.token;

import dev.sallyport.domain.RandomSource;
import dev.sallyport.domain.Spec;
import dev.sallyport.domain.key.Sealer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The installation's one secret, 256 bits, from which every other key is derived. It never prints and never leaves. */
public final class MasterKey implements Sealer {
    public static final int LENGTH = 32;

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final byte VERSION = 1;

    private final byte[] key;
    private final RandomSource random;
    private final Map<String, byte[]> derived = new ConcurrentHashMap<>();

    /** @param key 32 unguessable bytes */
    public MasterKey(byte[] key, RandomSource random) {
        if (key.length != LENGTH) {
            throw new IllegalArgumentException("a master key has " + LENGTH + " bytes, not " + key.length);
        }
        this.key = key.clone();
        this.random = random;
    }

    @Override
    @Spec("NIST SP 800-38D §8.2.2")
    public byte[] seal(String purpose, byte[] plain) {
        byte[] nonce = random.bytes(NONCE);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, purpose, nonce).doFinal(plain);
            byte[] all = new byte[1 + NONCE + sealed.length];
            all[0] = VERSION;
            System.arraycopy(nonce, 0, all, 1, NONCE);
            System.arraycopy(sealed, 0, all, 1 + NONCE, sealed.length);
            return all;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot seal", e);
        }
    }

    @Override
    public Optional<byte[]> open(String purpose, byte[] sealed) {
        if (sealed.length < 1 + NONCE || sealed[0] != VERSION) {
            return Optional.empty();
        }
        byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE);
        try {
            return Optional.of(
                    cipher(Cipher.DECRYPT_MODE, purpose, nonce).doFinal(sealed, 1 + NONCE, sealed.length - 1 - NONCE));
        } catch (AEADBadTagException notOurs) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot open", e);
        }
    }

    @Override
    @Spec("RFC 5869 §2")
    public byte[] derive(String purpose) {
        return derived.computeIfAbsent(purpose, this::expand).clone();
    }

    private byte[] expand(String purpose) {
        try {
            byte[] info = ("sallyport/1/" + purpose).getBytes(StandardCharsets.UTF_8);
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(key)
                            .addSalt("sallyport".getBytes(StandardCharsets.US_ASCII))
                            .thenExpand(info, LENGTH));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java 25 has HKDF-SHA256", e);
        }
    }

    private Cipher cipher(int mode, String purpose, byte[] nonce) throws GeneralSecurityException {
        var cipher = CryptoProviders.aesGcm();
        cipher.init(mode, new SecretKeySpec(derive("seal/" + purpose), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    @Override
    public String toString() {
        return "MasterKey[hidden]";
    }
}
