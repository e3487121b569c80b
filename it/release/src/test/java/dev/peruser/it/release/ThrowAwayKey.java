package dev.peruser.it.release;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
import org.bouncycastle.crypto.params.RSAKeyGenerationParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;

/** A key that signs one bundle and is forgotten. */
final class ThrowAwayKey {
    private final PGPSecretKey secret;

    ThrowAwayKey() throws PGPException {
        RSAKeyPairGenerator generator = new RSAKeyPairGenerator();
        generator.init(new RSAKeyGenerationParameters(BigInteger.valueOf(65_537), new SecureRandom(), 2048, 100));
        int algorithm = PublicKeyAlgorithmTags.RSA_GENERAL;
        secret = new PGPSecretKey(
                PGPSignature.POSITIVE_CERTIFICATION,
                new BcPGPKeyPair(
                        PublicKeyPacket.VERSION_4, algorithm, generator.generateKeyPair(), Date.from(Instant.now())),
                "Release check <release-check@example.com>",
                new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA1),
                null,
                null,
                new BcPGPContentSignerBuilder(algorithm, HashAlgorithmTags.SHA256),
                null);
    }

    /** The key itself, as the signing plugin takes it. */
    String text() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (ArmoredOutputStream armored = new ArmoredOutputStream(text)) {
            secret.encode(armored);
        }
        return text.toString(StandardCharsets.US_ASCII);
    }

    boolean signed(byte[] content, byte[] signature) throws IOException, PGPException {
        PGPPublicKey key = secret.getPublicKey();
        Object first =
                new BcPGPObjectFactory(PGPUtil.getDecoderStream(new ByteArrayInputStream(signature))).nextObject();
        if (!(first instanceof PGPSignatureList signatures) || signatures.get(0).getKeyID() != key.getKeyID()) {
            return false;
        }
        signatures.get(0).init(new BcPGPContentVerifierBuilderProvider(), key);
        signatures.get(0).update(content);
        return signatures.get(0).verify();
    }
}
