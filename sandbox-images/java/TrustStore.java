import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;

/** TrustStore &lt;PEM file&gt; &lt;target&gt;: makes a store that Java reads of certificates as all others read them. */
class TrustStore {
  public static void main(String[] items) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream text = Files.newInputStream(Path.of(items[0]))) {
      int number = 0;
      for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(text)) {
        store.setCertificateEntry("certificate-" + number++, certificate);
      }
    }
    try (OutputStream target = Files.newOutputStream(Path.of(items[1]))) {
      store.store(target, "changeit".toCharArray());
    }
  }
}
