package org.mtl.store;

import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import com.oracle.labs.mlrg.olcut.provenance.MapProvenance;
import com.oracle.labs.mlrg.olcut.provenance.ObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.PrimitiveProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.DateTimeProvenance;
import com.oracle.labs.mlrg.olcut.util.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tribuo's record of how a model was made, as JSON: which trainer with which values, from which rows. */
final class TribuoProvenance {

    /** The members of an ensemble, whose provenance is that of the trainer over and over. */
    private static final String MEMBERS = "members";

    private TribuoProvenance() {}

    /** The provenance as a JSON value; without times, and of an ensemble with the number of its members. */
    static Object json(Provenance provenance) {
        if (provenance instanceof PrimitiveProvenance<?> primitive) {
            Object value = primitive.getValue();
            return value instanceof Number || value instanceof Boolean ? value : value.toString();
        }
        if (provenance instanceof ListProvenance<?> list) {
            List<Object> values = new ArrayList<>();
            list.getList().forEach(element -> values.add(json(element)));
            return values;
        }
        Map<String, Object> members = new TreeMap<>();
        if (provenance instanceof MapProvenance<?> map) {
            map.getMap().forEach((key, value) -> put(members, key, value));
        } else if (provenance instanceof ObjectProvenance object) {
            for (Pair<String, Provenance> member : object) {
                put(members, member.getA(), member.getB());
            }
        } else {
            return provenance.toString();
        }
        return members;
    }

    private static void put(Map<String, Object> members, String key, Provenance value) {
        if (value instanceof DateTimeProvenance) {
            return;
        }
        members.put(key, key.equals(MEMBERS) && value instanceof ListProvenance<?> list ? list.getList().size() : json(value));
    }
}
