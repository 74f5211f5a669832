package dev.grapevine.node.run;

