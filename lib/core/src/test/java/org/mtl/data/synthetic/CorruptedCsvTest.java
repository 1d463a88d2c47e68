package org.mtl.data.synthetic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mtl.MtlException;
import org.mtl.data.CsvDataReader;
import org.mtl.data.LoadedData;
import org.mtl.data.Roles;

class CorruptedCsvTest {

    private static final Roles LONG = Roles.longForm("task", "y");

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String corrupted(Roles roles, String text, String copied, Corruption.Change... changes) throws IOException {
        LoadedData data = CsvDataReader.read(stream(text), "x.csv", roles);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CorruptedCsv.write(stream(copied), "x.csv", data, List.of(changes), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void classesAreWrittenByName() throws IOException {
        String text = "task,y,x,split\nA,\"a,1\",0,0\nA,b,0,0\nB,c,0,0\n";
        assertEquals("task,y,x,split\nA,c,0,0\nA,b,0,0\nB,\"a,1\",0,0\n", corrupted(LONG, text, text,
                new Corruption.Change(0, 0, 0, 2), new Corruption.Change(2, 1, 2, 0)));
        String numbers = "task,y,x,split\nA,1.0,0,0\nA,0,0,0\n";
        assertEquals("task,y,x,split\nA,0,0,0\nA,0,0,0\n",
                corrupted(LONG, numbers, numbers, new Corruption.Change(0, 0, 1, 0)));
    }

    @Test
    void oneLabelAgainstAllOthers() throws IOException {
        String text = "task,y,x,split\nA,sit,0,0\nA,walk,0,0\n";
        String result = corrupted(LONG.withPositive("sit"), text, text, new Corruption.Change(0, 0, 1, 0),
                new Corruption.Change(1, 0, 0, 1));
        assertEquals("task,y,x,split\nA,not sit,0,0\nA,sit,0,0\n", result);
    }

    @Test
    void aFileThatChangedIsRefused() {
        String text = "task,y,x,split\nA,sit,0,0\nA,walk,0,0\n";
        String other = "task,y,x,split\nA,run,0,0\nA,walk,0,0\n";
        Corruption.Change change = new Corruption.Change(0, 0, 0, 1);
        MtlException found = assertThrows(MtlException.class, () -> corrupted(LONG, text, other, change));
        assertEquals("x.csv: changed while it was being read", found.getMessage());
        assertThrows(MtlException.class, () -> corrupted(LONG.withPositive("sit"), text, other, new Corruption.Change(0, 0, 1, 0)));
    }
}
