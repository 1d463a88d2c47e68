package org.mtl.clustering;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mtl.io.CsvReader;

/** Clusters that scikit-learn finds ({@code make-reference.py}). */
record Reference(String name, String parameter, int[] labels, double[][] similarities) {

    static List<Reference> of(String method) throws IOException {
        List<Reference> references = new ArrayList<>();
        try (CsvReader in = CsvReader.open(Reference.class.getResourceAsStream("reference.csv"), "reference.csv")) {
            while (in.next()) {
                if (in.get(1).equals(method)) {
                    int[] labels = Arrays.stream(in.get(3).split(" ")).mapToInt(Integer::parseInt).toArray();
                    double[] values = Arrays.stream(in.get(4).split(" ")).mapToDouble(Double::parseDouble).toArray();
                    double[][] matrix = new double[labels.length][];
                    Arrays.setAll(matrix, i -> Arrays.copyOfRange(values, i * labels.length, (i + 1) * labels.length));
                    references.add(new Reference(in.get(0), in.get(2), labels, matrix));
                }
            }
        }
        return references;
    }

    /** Two blocks of equal items, the first of so many. */
    static double[][] blocks(int first, int n, double inside, double between) {
        double[][] matrix = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                matrix[i][j] = i < first == j < first ? inside : between;
            }
        }
        return matrix;
    }
}
