package dev.grapevine.node.replica.data.split;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.words.UserMistakeException;

/**
 * All rows with equal text in a column go to the same node. Texts are dealt in decreasing order of their numbers of
 * rows, each to the node with the fewest rows so far.
 */
record ColumnSplit(String column) implements Split {

    @Override
    public int[][] parts(LoadedData data, Schema schema, int nodes, RandomStream random) {
        Parts.allRows(data, nodes, 1);
        return parts("Split 'by:" + column + "': the column has ", "values", data.groups(column), nodes);
    }

    /**
     * Same split for any list of one text per row.
     *
     * @param start start of the error sentence, before the number of different texts
     * @param what  plural noun for the texts
     */
    static int[][] parts(String start, String what, List<String> texts, int nodes) {
        Map<String, Integer> sizes = new TreeMap<>();
        texts.forEach(text -> sizes.merge(text, 1, Integer::sum));
        if (sizes.size() < nodes) {
            throw new UserMistakeException(start + sizes.size() + " different " + what + " for " + nodes
                    + " nodes: allowed are at most as many nodes as " + what);
        }
        // The sort is stable: texts with equally many rows stay in the map's order.
        List<String> order = new ArrayList<>(sizes.keySet());
        order.sort(Comparator.comparing(sizes::get, Comparator.reverseOrder()));
        Map<String, Integer> nodeOfText = deal(order, sizes, nodes);
        return Parts.group(texts.stream().mapToInt(nodeOfText::get).toArray(), nodes);
    }

    private static Map<String, Integer> deal(List<String> order, Map<String, Integer> sizes, int nodes) {
        int[] rowsOfNode = new int[nodes];
        Map<String, Integer> nodeOfText = new TreeMap<>();
        for (String text : order) {
            int fewest = 0;
            for (int node = 1; node < nodes; node++) {
                if (rowsOfNode[node] < rowsOfNode[fewest]) {
                    fewest = node;
                }
            }
            nodeOfText.put(text, fewest);
            rowsOfNode[fewest] += sizes.get(text);
        }
        return nodeOfText;
    }
}
