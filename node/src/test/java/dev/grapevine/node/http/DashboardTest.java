package dev.grapevine.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

import org.junit.jupiter.api.Test;

/** A browser runs the page's own script, and nothing else. */
class DashboardTest {

    private static String policy(Dashboard dashboard) {
        return dashboard.answer().headers().get("Content-Security-Policy");
    }

    @Test
    void policyHasTheHashesOfScriptAndStyle() throws Exception {
        String hash = "'sha256-" + Base64.getEncoder()
                .encodeToString(
                        MessageDigest.getInstance("SHA-256").digest(" look();\n".getBytes(StandardCharsets.UTF_8)))
                + "'";
        assertThat(policy(new Dashboard("<style>b {}</style><script> look();\n</script>")))
                .contains("default-src 'none'", "script-src " + hash + ";", "connect-src 'self'",
                        "frame-ancestors 'none'")
                .doesNotContain("unsafe");
    }

    /** The policy forbids other scripts, handlers in attributes and styles in attributes: the page must have none. */
    @Test
    void pageKeepsToThePolicy() {
        String page = new String(Dashboard.read().answer().body(), StandardCharsets.UTF_8);
        assertThat(page.split("<script", -1)).hasSize(2);
        assertThat(page.split("<style", -1)).hasSize(2);
        assertThat(page).doesNotContainPattern("<[^>]* on[a-z]+=").doesNotContainPattern("<[^>]* style=")
                .doesNotContain("http://", "https://", "eval(", "innerHTML", ".style.", "setAttribute(\"style");
    }
}
