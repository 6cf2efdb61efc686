package dev.sallyport.kit.token;

import dev.sallyport.domain.Spec;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts a payload directly under one 256-bit key, in compact form: {@code alg: dir}, {@code enc: A256GCM}. */
@Spec("RFC 7516 §3.1")
@Spec("RFC 7518 §4.5")
@Spec("RFC 7518 §5.3")
public final class Jwe {
    /** Initialization vectors have 96 bits. */
    public static final int IV = 12;

    /** The longest payload that opens again, in bytes. */
    public static final int LONGEST_PAYLOAD = 5 * 1024;

    private static final int TAG = 16;
    private static final int LONGEST = 8 * 1024;

    private final SecretKeySpec key;
    private final String header;

    /** @param type the {@code typ} of what is inside, such as {@code rt+jwt}: another type does not open */
    public Jwe(byte[] key, String type) {
        this.key = new SecretKeySpec(key, "AES");
        this.header = Base64Url.encode("{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"typ\":" + JsonText.quoted(type) + "}");
    }

    /** @param iv 12 bytes, never the same for two different payloads under one key */
    public String seal(byte[] iv, byte[] payload) {
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, iv).doFinal(payload);
            int length = sealed.length - TAG;
            return header + ".." + Base64Url.encode(iv) + "." + Base64Url.encode(Arrays.copyOf(sealed, length)) + "."
                    + Base64Url.encode(Arrays.copyOfRange(sealed, length, sealed.length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot encrypt", e);
        }
    }

    /** The payload, or empty when the text was not sealed under this key and type, or was changed. */
    public Optional<byte[]> open(String text) {
        if (text.length() > LONGEST || !text.startsWith(header + "..")) {
            return Optional.empty();
        }
        String[] parts = text.substring(header.length() + 2).split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        return Base64Url.decode(parts[0])
                .filter(iv -> iv.length == IV)
                .flatMap(iv -> Base64Url.decode(parts[1])
                        .flatMap(body -> Base64Url.decode(parts[2])
                                .filter(tag -> tag.length == TAG)
                                .flatMap(tag -> opened(iv, body, tag))));
    }

    private Optional<byte[]> opened(byte[] iv, byte[] body, byte[] tag) {
        byte[] sealed = Arrays.copyOf(body, body.length + TAG);
        System.arraycopy(tag, 0, sealed, body.length, TAG);
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, iv).doFinal(sealed));
        } catch (AEADBadTagException notOurs) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot decrypt", e);
        }
    }

    private Cipher cipher(int mode, byte[] iv) throws GeneralSecurityException {
        var cipher = CryptoProviders.aesGcm();
        cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, iv));
        cipher.updateAAD(header.getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }
}
