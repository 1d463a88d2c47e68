package org.mtl.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mtl.MtlException;

class GroupsFolderTest {

    @TempDir
    private Path folder;

    private void write(int format, String tasks, String groups) throws IOException {
        Files.writeString(folder.resolve("model.json"), "{\"format\":" + format + ",\"kind\":\"groups\",\"command\":[\"retrain\"],"
                + "\"source\":{\"path\":\"model\",\"sha256\":\"00\"},\"tasks\":" + tasks + ",\"groups\":" + groups
                + ",\"versions\":{\"mtl\":\"1\"}}");
    }

    private static String group(String path, String tasks) {
        return "{\"path\":\"" + path + "\",\"tasks\":" + tasks + ",\"sha256\":\"11\"}";
    }

    private void assertRefused(String end) {
        assertTrue(GroupsFolder.isAt(folder));
        MtlException e = assertThrows(MtlException.class, () -> GroupsFolder.open(folder));
        assertEquals(MtlException.Kind.DATA, e.kind());
        assertEquals(folder.resolve("model.json") + end, e.getMessage());
    }

    @Test
    void readsTheList() throws IOException {
        write(1, "[\"a\",\"b\"]", "[" + group("group-1", "[\"a\",\"b\"]") + "," + group("group-12", "[\"b\"]") + "]");
        GroupsFolder groups = GroupsFolder.open(folder);
        assertEquals("group-12", groups.groups().get(1).name());
        assertEquals("model", groups.source().path());
        assertThrows(MtlException.class, groups::models);
    }

    /** No path that leads elsewhere is followed. */
    @Test
    void onlyFoldersOfGroupsAreRead() throws IOException {
        write(1, "[\"a\"]", "[" + group("../group-1", "[\"a\"]") + "]");
        assertRefused(": expected a group's folder, group-N, found '../group-1'");
    }

    @Test
    void everyTaskHasAGroup() throws IOException {
        write(1, "[\"a\",\"b\"]", "[" + group("group-1", "[\"a\"]") + "]");
        assertRefused(": the tasks of its groups are not the tasks that it lists");
        write(1, "[]", "[]");
        assertRefused(": the tasks of its groups are not the tasks that it lists");
    }

    @Test
    void aLaterFormatIsRefused() throws IOException {
        write(2, "[\"a\"]", "[" + group("group-1", "[\"a\"]") + "]");
        assertRefused(": expected format 1 of kind groups, found format 2 of kind groups");
    }

    @Test
    void aModelIsNoFolderOfGroups() throws IOException {
        Files.writeString(folder.resolve("model.json"), "{\"format\":1,\"model\":{\"kind\":\"linear\"}}");
        assertFalse(GroupsFolder.isAt(folder));
        assertFalse(GroupsFolder.isAt(folder.resolve("absent")));
    }
}
