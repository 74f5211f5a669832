package dev.grapevine.node.replica.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.node.replica.data.Mistakes;

class DataSourceParserTest {

    @ParameterizedTest
    @ValueSource(strings = {"digits", "idx:some/dir", "idx:C:\\dir,with,commas", "csv:a.csv", "csv:a.csv,label=last",
            "csv:a.csv,label=first", "csv:a.csv,label=3", "csv:a.csv,label=PM2.5", "csv:a.csv,test=0.25",
            "csv:a.csv,test=b.csv,task=regress,missing=drop,label=y", "csv:a.csv,task=classify", "csv:a+b+c,label=y+z",
            "csv:a+csv:b,task=regress", "libsvm:a9a", "libsvm:a9a,test=a9a.t,features=123", "csv:a,stream",
            "csv:a,stream,test=0.5", "libsvm:a,test=b,stream",
            "text:a.txt", "text:a.txt+b.txt,block=128,test=c.txt", "text:a+text:b,test=0.05"})
    void wholeGrammarIsParsedWithoutReadingFiles(String text) {
        assertThat(DataSource.parse(text)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "digit", "digits:", "digits,test=0.2", "Digits", "idx", "idx:", "csv", "csv:",
            "csv:,label=x",
            "csv:a,", "csv:a,label", "csv:a,label=", "csv:a,=x", "csv:a,labels=x", "csv:a,label=x,label=y",
            "csv:a,,label=x", "csv:a,test=0", "csv:a,test=1", "csv:a,test=-0.1", "csv:a,test=nan", "csv:a,task=learn",
            "csv:a,missing=keep", "csv:a+", "csv:+a", "csv:a++b", "csv:a+csv:", "csv:a,label=x+csv:b", "libsvm:",
            "libsvm:a,features=0", "libsvm:a,features=1.5", "libsvm:a,features=x", "libsvm:a,features=1e9",
            "libsvm:a,label=x", "text:", "text:a,block=0", "text:a,block=4097", "text:a,block=x", "text:a,test=1",
            "text:a+", "text:a,label=x", "csv:a\u0000b", "sql:a", "csv:a,stream=1", "csv:a,stream,stream",
            "digits,stream", "libsvm:a,missing", "text:a,stream"})
    void errorsNameMistakeAndAllowedValues(String text) {
        Mistakes.assertMistake(() -> DataSource.parse(text), "'" + (text.contains("\u0000") ? "a?b'" : text));
    }
}
