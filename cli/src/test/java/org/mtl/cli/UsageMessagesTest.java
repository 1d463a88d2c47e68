package org.mtl.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the parser refuses, as the user reads it. */
class UsageMessagesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '"', value = {
        "foo # unknown command 'foo'; see mtl help",
        "trian data.csv # unknown command 'trian', perhaps train; see mtl help",
        "help eval # unknown command 'eval', perhaps evaluate; see mtl help",
        "--bla # unknown option '--bla'; see mtl help",
        "train d --lamda 1 -o m # unknown option '--lamda', perhaps --lambda; see mtl help train",
        "train d --lamda=1 -o m # unknown option '--lamda', perhaps --lambda; see mtl help train",
        "train a b -o m # expected DATA only, found 'b' too; see mtl help train",
        "train -o m # DATA is missing; see mtl help train",
        "train d # -o DIR is missing; see mtl help train",
        "train d -o # --output: expected DIR, found no value; see mtl help train",
        "train d -o m --lambda --seed 1 # --lambda: expected V|TASK=V,...|auto, found no value; see mtl help train",
        "train d -o m --seed 1 --seed 1 # --seed: given twice; see mtl help train",
        "train d -o m --seed x # --seed: expected a whole number, found 'x'; see mtl help train",
        "train d -o m --threads 3000000000 # --threads: expected a whole number from -2147483648 to 2147483647, found '3000000000'; see mtl help train",
        "train d -o m --sharing firm # --sharing: expected soft, none, pooled or hard, found 'firm'; see mtl help train",
        "train d -o m --model net # --model: expected linear, mlp, cnn, resnet18, text-cnn or text-lstm, found 'net'; see mtl help train",
        "train d -o m --shared-ridge much # --shared-ridge: expected a number, found 'much'; see mtl help train",
        "train d -o m --force=yes # --force: expected no value, found 'yes'; see mtl help train",
        "select # --drop or --tune is missing; see mtl help select",
        "train d -o m --threads 0 # --threads: expected a whole number of at least 1, found '0'; see mtl help train"
    })
    void saysWhatWasExpectedAndFound(String line, String message) {
        assertEquals("mtl: " + message + "\n", errors(line, ""));
    }

    @Test
    void namesTheVariableOfADefault() {
        assertEquals("mtl: MTL_ARGS: --seed: expected a whole number, found 'x'; see mtl help train\n",
                errors("train d -o m", "--seed x"));
    }

    private static String errors(String line, String defaults) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Mtl.run(line.split(" +"), InputStream.nullInputStream(), OutputStream.nullOutputStream(),
                new PrintStream(err, true, StandardCharsets.UTF_8), Map.of("MTL_ARGS", defaults), Path.of("target"));
        assertEquals(ExitCode.USAGE, code);
        return err.toString(StandardCharsets.UTF_8);
    }
}
