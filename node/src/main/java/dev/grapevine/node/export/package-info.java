/**
 * Trained models in formats of other programs. ONNX files take rows as users have them: scaling, categories and missing
 * values are inside. Changes no model. Start reading at {@link dev.grapevine.node.export.OnnxModel}.
 */
package dev.grapevine.node.export;
