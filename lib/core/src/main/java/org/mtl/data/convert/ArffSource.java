package org.mtl.data.convert;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mtl.MtlException;
import org.mtl.data.Split;

/**
 * ARFF files of one header. Labels stand first or last, as Mulan's sets have them, or are named; MEKA's {@code -C N} in the
 * relation's name is understood. A nominal feature whose values are numbers stays a number; one of two words becomes the
 * column {@code NAME=SECOND} of 0 and 1, one of more words a column per word.
 */
public final class ArffSource implements RowSource {

    private static final Pattern MEKA = Pattern.compile("-C\\s+(-?\\d{1,6})\\b");
    private static final int NONE = -1;

    private final List<Input> inputs;
    private final List<ArffAttribute> attributes;
    private final List<Integer> labels;
    private final int task;
    private final int split;
    private final List<Integer> features = new ArrayList<>();
    private final List<String> text = new ArrayList<>();
    private final int[] sizes;
    private final Layout layout;

    /**
     * Reads the headers.
     *
     * @param columns which attributes are labels, tasks and splits
     * @throws MtlException (USAGE) if nothing says which attributes are labels; (DATA) if a header is malformed, or unlike
     *     the first one, or a named attribute is not there
     */
    public ArffSource(List<Input> inputs, Columns columns) {
        this.inputs = List.copyOf(inputs);
        Input first = inputs.get(0);
        String relation;
        try (ArffReader in = new ArffReader(first)) {
            this.attributes = List.copyOf(in.attributes());
            relation = in.relation();
        } catch (IOException e) {
            throw first.failure(e);
        }
        List<String> names = attributes.stream().map(ArffAttribute::name).toList();
        this.labels = withMeka(columns, relation, first).labels(names, first.name());
        this.task = columns.task().map(name -> Columns.find(names, name, "--task", first.name())).orElse(NONE);
        this.split = columns.split().map(name -> Columns.find(names, name, "--split", first.name())).orElse(NONE);
        this.sizes = attributes.stream().mapToInt(attribute -> attribute.columns().size()).toArray();
        inputs.forEach(this::requireSameHeader);
        this.layout = layout(columns);
        layout.requireDifferentNames(first.name());
    }

    private static Columns withMeka(Columns columns, String relation, Input input) {
        if (!columns.targets().isEmpty() || columns.firstLabels() + columns.lastLabels() > 0) {
            return columns;
        }
        Matcher option = MEKA.matcher(relation);
        if (!option.find() || Integer.parseInt(option.group(1)) == 0) {
            throw MtlException.usage(input.name() + ": which attributes are labels? Give --labels-last N, --labels-first N"
                    + " or --targets");
        }
        int count = Integer.parseInt(option.group(1));
        return new Columns(columns.task(), List.of(), columns.split(), Math.max(count, 0), Math.max(-count, 0));
    }

    private void requireSameHeader(Input input) {
        try (ArffReader in = new ArffReader(input)) {
            if (!in.attributes().equals(attributes)) {
                throw MtlException.data(input.name() + ": expected the attributes of " + inputs.get(0).name()
                        + ", found others");
            }
        } catch (IOException e) {
            throw input.failure(e);
        }
    }

    private Layout layout(Columns columns) {
        List<Layout.Target> targets = new ArrayList<>();
        for (int label : labels) {
            ArffAttribute attribute = attributes.get(label);
            if (attribute.kind() == ArffAttribute.Kind.TEXT) {
                throw MtlException.data(inputs.get(0).name() + ": label '" + attribute.name()
                        + "': expected a numeric or nominal attribute, found text");
            }
            boolean words = attribute.kind() == ArffAttribute.Kind.NOMINAL;
            targets.add(Layout.Target.of(attribute.name(), words ? attribute.values() : List.of()));
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < attributes.size(); i++) {
            if (labels.contains(i) || i == task || i == split) {
                continue;
            }
            features.add(i);
            names.addAll(attributes.get(i).columns());
            if (attributes.get(i).kind() == ArffAttribute.Kind.TEXT) {
                text.add(attributes.get(i).name());
            }
        }
        if (names.isEmpty()) {
            throw MtlException.data(inputs.get(0).name() + ": expected features, found labels only");
        }
        requireNominal(task, "--task");
        requireNominal(split, "--split");
        boolean named = inputs.get(0).split().isPresent();
        return new Layout(targets, Layout.Features.of(names), columns.task(),
                named ? Optional.of(Layout.SPLIT) : columns.split());
    }

    private void requireNominal(int attribute, String option) {
        if (attribute != NONE && attributes.get(attribute).values().isEmpty()) {
            throw MtlException.data(inputs.get(0).name() + ": " + option + ": expected a nominal attribute, found '"
                    + attributes.get(attribute).name() + "', which is none");
        }
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public void forEach(RowSink sink, Report report) throws IOException {
        Row row = new Row(layout);
        for (Input input : inputs) {
            copy(input, row, sink, report);
            text.forEach(name -> report.note(input.name() + ": attribute '" + name + "' left out, since it is text"));
        }
    }

    private void copy(Input input, Row row, RowSink sink, Report report) throws IOException {
        double[] numbers = new double[attributes.size()];
        long rows = 0;
        long unlabelled = 0;
        long missing = 0;
        try (ArffReader in = new ArffReader(input)) {
            while (in.next(numbers)) {
                rows++;
                fill(row, numbers, input, in);
                if (Arrays.stream(row.targets()).allMatch(Double::isNaN)) {
                    unlabelled++;
                    continue;
                }
                missing += Arrays.stream(row.features()).filter(Double::isNaN).count();
                sink.accept(row);
            }
        }
        if (rows == 0) {
            throw MtlException.data(input.name() + ": expected at least one row, found none");
        }
        report.note(input.name() + ": " + Report.count(rows, "row") + ", "
                + Report.count(row.features().length, "feature") + ", " + Report.count(labels.size(), "label"));
        report.loss(input, "rows dropped, since they have no label", unlabelled, rows);
        report.loss(input, "feature values missing, left empty", missing, (rows - unlabelled) * row.features().length);
    }

    private void fill(Row row, double[] numbers, Input input, ArffReader in) {
        for (int k = 0; k < labels.size(); k++) {
            row.targets()[k] = numbers[labels.get(k)];
        }
        int at = 0;
        for (int feature : features) {
            attributes.get(feature).fill(numbers[feature], row.features(), at);
            at += sizes[feature];
        }
        if (task != NONE) {
            row.setTask(word(task, numbers[task], in));
        }
        if (input.split().isPresent()) {
            row.setSplit(input.split());
        } else if (split != NONE) {
            String word = word(split, numbers[split], in);
            row.setSplit(Optional.of(Split.parse(word).orElseThrow(() -> MtlException.data(in.place() + ": column '"
                    + attributes.get(split).name() + "': expected train, val, test, 0, 1 or 2, found '" + word + "'"))));
        }
    }

    private String word(int attribute, double number, ArffReader in) {
        ArffAttribute declared = attributes.get(attribute);
        if (Double.isNaN(number)) {
            throw MtlException.data(in.place() + ": column '" + declared.name()
                    + "': expected a value, found a missing one");
        }
        if (declared.kind() == ArffAttribute.Kind.NOMINAL) {
            return declared.values().get((int) number);
        }
        return declared.values().stream().filter(value -> Double.parseDouble(value) == number).findFirst().orElseThrow();
    }
}
