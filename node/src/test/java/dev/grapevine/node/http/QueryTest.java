package dev.grapevine.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueryTest {

    @Test
    void valueIsFoundByItsWholeName() {
        Query query = Query.of("/revoke?apeer=1&peer=a%20b&peer=2?x");
        assertThat(query.path()).isEqualTo("/revoke");
        assertThat(query.value("peer")).contains("a b");
        assertThat(query.value("eer")).isEmpty();
    }

    @Test
    void whatCannotBeDecodedIsNotThere() {
        assertThat(Query.of("/revoke?peer=%").value("peer")).isEmpty();
        assertThat(Query.of("/revoke?peer=%zz").value("peer")).isEmpty();
        assertThat(Query.of("/revoke").value("peer")).isEmpty();
        assertThat(Query.of("/revoke?peer").value("peer")).isEmpty();
        assertThat(Query.of("/revoke?peer=").value("peer")).contains("");
    }
}
